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

// axe is Deque's accessibility checker, in a pinned version, fetched from npm once a run.
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

// violates returns what the checker considers serious or worse in the page's present state.
func violates(tab *browser.Tab) (violations []string) {
	tab.Eval(`axe.run().then((found) => (found.passes.length < 5 ? ["only " + found.passes.length + " rules apply"] : []).concat(found.violations
		.filter((v) => v.impact === "serious" || v.impact === "critical")
		.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + " " + n.failureSummary).join("; "))))`, &violations)
	return violations
}

// accessible fails the test if the checker finds anything in the page's present state.
func accessible(t *testing.T, tab *browser.Tab) {
	t.Helper()
	script, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	tab.Eval(script, nil)
	for _, v := range violates(tab) {
		t.Error(v)
	}
}

// The page has no serious violation with everything open, in light and dark: with an error and
// a refused chain, while frames arrive, and under the list of keys.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	server := serve(t)
	script, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []struct {
		name, scheme string
		width        int64
		phone        bool
	}{{"light", "light", 1280, false}, {"dark", "dark", 1280, false}, {"phone", "light", 390, true}, {"dark phone", "dark", 390, true}} {
		t.Run(look.name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			quick(tab) // so that the presets have previews
			tab.Viewport(look.width, 900, 1, look.phone)
			tab.Media("prefers-color-scheme", look.scheme)
			tab.Camera(server.Secure(), browser.Denied)
			tab.Open(server.Secure() + "/#preset=night")
			tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
			check := func(when string) {
				t.Helper()
				for _, v := range violates(tab) {
					t.Errorf("%s: %s", when, v)
				}
			}
			tab.Eval(script, nil)
			tab.Wait("the postmark at rest", `!document.querySelector("#postmark").getAnimations().length`) // paler while it comes down
			check("before the start")

			start(tab)
			complains(t, tab, "not allowed") // so that the message is checked, too
			keepLook(tab, "Evening")
			tab.Eval(`document.querySelector("#hud").open = document.querySelector("#add").open = true;
				for (const name of document.querySelectorAll("#steps .name")) name.click();`, nil)
			check("with the message and all open")
			tab.Type("#chain", "resize:700,Oops")
			tab.Wait("the slip", `document.querySelector("#chain-error").textContent`)
			tab.Click("#copy-go")
			check("with a slip in the chain")

			tab.Click("#look-list button")
			tab.Type("#search", "black and white")
			check("with a look deleted, and a search")
			tab.Type("#chain", "resize:700")
			tab.Click("input[name=source][value=card]")
			flows(tab)
			tab.Eval(`document.querySelector("#presets").scrollIntoView({block: "center"})`, nil)
			tab.Wait("a preset's picture", `document.querySelector("#presets canvas")`)
			tab.Eval(`document.querySelector("[name=view][value=divider]").click(); document.activeElement.blur()`, nil)
			tab.Eval(`document.querySelector("#ops").scrollIntoView({block: "end"})`, nil)
			tab.Wait("an operation's picture", `document.querySelector("#ops canvas")`)
			check("under the divider, while frames come")
			opened(t, tab, photoFile(t, "a.jpg", 800, 600), photoFile(t, "b.jpg", 600, 800))
			resultIs(tab, "px")
			check("with photos")
			tab.Key("?")
			tab.Wait("the list of keys", `document.querySelector("#keys").open`)
			check("with the list of keys")
		})
	}
}
