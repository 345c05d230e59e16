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

// measureSidecar measures the OpenCV work of Flask, by the same Python, as a sidecar. How long that
// takes is not framepost's to bound: the row is held beside Flask in the same minute.
func measureSidecar(t testing.TB) (figure, []string, map[string]string) {
	if err := debian.OpenCV(); err != nil {
		t.Fatal(err)
	}
	b := open(t, file(t, vga))
	tab := streamAt(t, b, serveSidecar(t), "/#ops=look", settle)
	f := figures(t, tab, look(tab, vga, measure))
	tab.Eval(`document.querySelector("#hud").open = true`, nil)
	tab.Wait("the sidecar's time in the waterfall", `document.querySelector("#hud li .part-service")?.parentNode.innerText.startsWith("look ")`)
	var took string
	tab.Eval(`document.querySelector("#hud li .part-service").parentNode.innerText`, &took)
	t.Logf("the waterfall says: %s ms", took)
	tab.Open("about:blank")

	flask := measureFlask(t, b, vga, Link{}, "image/jpeg")
	png := measureFlask(t, b, vga, Link{}, "image/png")
	return f, beside(flask, f), map[string]string{flaskJPEG: flask.String(), flaskPNG: png.String()}
}

// beside returns where the sidecar's figure is behind Flask's. Its rate may be by a twentieth, as
// both are bound by the camera on a machine with time to spare.
func beside(flask, f figure) (missed []string) {
	if flask.p50 == 0 {
		return []string{"Flask " + flask.note}
	}
	return bounds{fps: 0.95 * flask.fps, p50: flask.p50, p95: flask.p95}.missed(f)
}

func TestBeside(t *testing.T) {
	flask := figure{fps: 24, p50: 800, p95: 1200}
	for _, test := range []struct {
		f    figure
		want string
	}{
		{figure{fps: 23, p50: 800, p95: 1200}, ""},
		{figure{fps: 22, p50: 801, p95: 1201}, "22.0 fps, p50 801.0 ms, p95 1201.0 ms"},
	} {
		if got := strings.Join(beside(flask, test.f), ", "); got != test.want {
			t.Errorf("%v beside %v: %q, want %q", test.f, flask, got, test.want)
		}
	}
	if missed := beside(figure{note: "not run"}, figure{fps: 30, p50: 1, p95: 1}); len(missed) != 1 {
		t.Errorf("without Flask it says %q", missed)
	}
}
