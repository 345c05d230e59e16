package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"framepost/e2e/browser"
	"framepost/e2e/debian"
)

// axe is Deque's accessibility checker, of one version, fetched from npm once a run.
const axeVersion = "axe-core@4.10.3"

var axe = sync.OnceValues(func() (string, error) {
	npm, err := debian.Find("npm", "npm")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(workshop.dir, "axe")
	cmd := exec.Command(npm, "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", axeVersion)
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", &os.PathError{Op: "npm install " + axeVersion, Path: strings.TrimSpace(string(said)), Err: err}
	}
	script, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	return string(script), err
})

// Nothing that the checker calls serious or worse, with everything open, in each look.
func TestAccessibility(t *testing.T) {
	server := serve(t)
	script, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []struct {
		name, scheme string
		width        int64
		phone        bool
	}{{"light", "light", 1280, false}, {"dark", "dark", 1280, false}, {"phone", "light", 390, true}} {
		t.Run(look.name, func(t *testing.T) {
			tab := window(t)
			tab.Viewport(look.width, 900, 1, look.phone)
			tab.Media("prefers-color-scheme", look.scheme)
			tab.Camera(server.Secure(), browser.Denied)
			tab.Open(server.Secure() + "/#preset=night")
			tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
			start(tab)
			complains(t, tab, "not allowed") // so that the message is among what is checked
			tab.Eval(`document.querySelector("#hud").open = document.querySelector("#add").open = true;
				for (const name of document.querySelectorAll("#steps .name")) name.click();`, nil)
			tab.Eval(script, nil)
			var violations []string
			tab.Eval(`axe.run().then((found) => (found.passes.length < 10 ? ["only " + found.passes.length + " rules apply"] : []).concat(found.violations
				.filter((v) => v.impact === "serious" || v.impact === "critical")
				.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + " " + n.failureSummary).join("; "))))`, &violations)
			for _, v := range violations {
				t.Error(v)
			}
		})
	}
}
