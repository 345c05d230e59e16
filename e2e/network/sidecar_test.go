package network

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"framepost/e2e/debian"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// serveSidecar starts configs/sidecars/python/look.py and a server with configs/sidecars.json,
// and returns the server's port for TLS. Frames fail without the sidecar, so none that is shown
// went without its work.
func serveSidecar(t testing.TB) int {
	t.Helper()
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	address := "127.0.0.1:" + strconv.Itoa(ports[0])
	process.Serve(t, exec.Command(debian.Python, "../../configs/sidecars/python/look.py", strconv.Itoa(ports[0])), address)
	text, err := os.ReadFile("../../configs/sidecars.json")
	if err != nil {
		t.Fatal(err)
	}
	here := strings.NewReplacer("127.0.0.1:9000", address, `"skip"`, `"fail"`).Replace(string(text))
	path := filepath.Join(t.TempDir(), "sidecars.json")
	if err := os.WriteFile(path, []byte(here), 0o600); err != nil {
		t.Fatal(err)
	}
	return serve(t, "FRAMEPOST_SIDECARS="+path).TLSPort
}

// sidecarBounds are wider than those of framepost's own work by a frame's time: OpenCV and Python
// run on the same two CPUs as the browser.
var sidecarBounds = bounds{28, 53, 66}

// measureSidecar measures the OpenCV work of Flask, by the same Python, as a sidecar.
func measureSidecar(t testing.TB) (figure, []string, map[string]string) {
	if err := debian.OpenCV(); err != nil {
		t.Fatal(err)
	}
	b := open(t, file(t, vga))
	tab := streamAt(t, b, serveSidecar(t), "/#ops=look", settle)
	f := figures(t, tab, look(tab, measure))
	var services string // of the waterfall
	tab.Eval(`[...document.querySelectorAll("#hud li:not([hidden]):has(> .part-service)")].map((part) => part.innerText).join()`, &services)
	t.Log(services)
	if !strings.HasPrefix(services, "look") {
		t.Errorf("the page shows the time of %q", services)
	}
	tab.Open("about:blank")
	theirs := map[string]string{}
	for contender, mime := range map[string]string{flaskJPEG: "image/jpeg", flaskPNG: "image/png"} {
		theirs[contender] = measureFlask(t, b, Link{}, mime)
	}
	return f, sidecarBounds.missed(f), theirs
}
