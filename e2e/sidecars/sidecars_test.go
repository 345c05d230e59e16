package sidecars

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// answer is a whole answer.
type answer struct {
	*http.Response
	body []byte
}

func post(t testing.TB, address, ops string, frame []byte, accept string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+wire.PathFrame+"?q=95&ops="+url.QueryEscape(ops), bytes.NewReader(frame))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response, body}
}

func (a answer) picture(t *testing.T) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(a.body))
	if err != nil {
		t.Fatalf("%s: %v: %.300q", a.Status, err, a.body)
	}
	return img
}

// difference returns the mean difference of two pictures' samples.
func difference(a, b image.Image) float64 {
	sum := 0.0
	bounds := a.Bounds()
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			r, g, b2, _ := a.At(x, y).RGBA()
			r2, g2, b3, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(r) - int(r2), int(g) - int(g2), int(b2) - int(b3)} {
				sum += float64(max(d, -d) >> 8)
			}
		}
	}
	return sum / float64(3*bounds.Dx()*bounds.Dy())
}

// TestLook compares the picture of OpenCV with that of the built-in operations for the same work.
func TestLook(t *testing.T) {
	server, _, _ := serve(t)
	got := post(t, server.URL(), "look", pipeline.TestCard(), "image/jpeg")
	want := post(t, server.URL(), wire.DefaultChain, pipeline.TestCard(), "image/jpeg")
	if size := got.Header.Get(wire.HeaderFrameSize); size != "700x525" || got.Header.Get(wire.HeaderFrameSkipped) != "" {
		t.Fatalf("%s of %s: %v", got.Status, size, got.Header)
	}
	if d := difference(got.picture(t), want.picture(t)); d > 3 {
		t.Errorf("the pictures differ by %.1f levels", d)
	}
	timing := wire.ParseTiming(got.Header.Get(wire.HeaderServerTiming))
	if len(timing.Services) != 1 || timing.Services[0].Name != "look" || timing.Services[0].Time <= 0 {
		t.Errorf("the times are %s", got.Header.Get(wire.HeaderServerTiming))
	}
	if size := post(t, server.URL(), "look:320", pipeline.TestCard(), "image/jpeg").Header.Get(wire.HeaderFrameSize); size != "320x240" {
		t.Errorf("with a width of 320 it is %s", size)
	}
}

// TestBoxes has OpenCV's cascade find the face that framepost's own detector finds, and its box
// move along with what follows in the chain.
func TestBoxes(t *testing.T) {
	server, _, _ := serve(t)
	for _, after := range []string{"", ",mirror", ",resize:320", ",rotate:90"} {
		got := post(t, server.URL(), "resize:640,faces:box,cascade"+after, filtertest.PortraitFile(t), "application/json")
		var found struct {
			Faces []wire.Box
			Boxes []wire.Detection
		}
		if err := json.Unmarshal(got.body, &found); err != nil || len(found.Faces) != 1 {
			t.Fatalf("%s: %v: %s", got.Status, err, got.body)
		}
		face := rectangle(found.Faces[0])
		seen := false
		for _, b := range found.Boxes {
			both := rectangle(b.Box).Intersect(face)
			seen = seen || b.Label == "face" && b.Score == 1 && 2*both.Dx()*both.Dy() > face.Dx()*face.Dy()
		}
		if !seen {
			t.Errorf("cascade%s finds %v, the face is at %v", after, found.Boxes, face)
		}
	}
	got := post(t, server.URL(), "resize:640,cascade", filtertest.PortraitFile(t), "image/jpeg")
	if !strings.Contains(got.Header.Get(wire.HeaderFrameBoxes), ",1.00,face") {
		t.Errorf("the header says %q", got.Header.Get(wire.HeaderFrameBoxes))
	}
	if d := difference(got.picture(t), post(t, server.URL(), "resize:640", filtertest.PortraitFile(t), "image/jpeg").picture(t)); d == 0 {
		t.Error("no box is drawn")
	}
}

func rectangle(b wire.Box) image.Rectangle { return image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H) }

// TestCatalogue checks that a sidecar stands where a built-in operation does.
func TestCatalogue(t *testing.T) {
	server, _, _ := serve(t)
	for _, path := range []string{wire.PathOps, wire.PathOpenAPI} {
		response, err := http.Get(server.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || !bytes.Contains(body, []byte("Resizes and mirrors the frame with OpenCV")) || !bytes.Contains(body, []byte(`"cascade"`)) {
			t.Errorf("%s does not have them: %v", path, err)
		}
	}
	for ops, want := range map[string]string{"look:9": "width", "look:width=2000": "16 to 1280", "lok": "Did you mean look?"} {
		if got := post(t, server.URL(), ops, pipeline.TestCard(), "image/jpeg"); got.StatusCode != http.StatusBadRequest || !strings.Contains(string(got.body), want) {
			t.Errorf("%s: %s %s", ops, got.Status, got.body)
		}
	}
}

// TestKilled kills both sidecars while frames flow. Those of the one that may be skipped go on,
// those of the other are refused by name, and both are back by themselves once they are started
// again.
func TestKilled(t *testing.T) {
	server, look, faces := serve(t)
	skipped := func() string {
		got := post(t, server.URL(), "look", pipeline.TestCard(), "image/jpeg")
		if got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", got.Status, got.body)
		}
		return got.Header.Get(wire.HeaderFrameSkipped)
	}
	if why := skipped(); why != "" {
		t.Fatalf("at first: %s", why)
	}
	look.kill()
	faces.kill()
	reasons := map[string]bool{}
	for range 20 {
		reasons[skipped()] = true
	}
	if !reasons["look;down"] || !reasons["look;open"] || len(reasons) != 2 {
		t.Errorf("without it, frames say %v", reasons)
	}
	got := post(t, server.URL(), "cascade", pipeline.TestCard(), "image/jpeg")
	if got.StatusCode != http.StatusBadGateway || !strings.Contains(string(got.body), `"code":"sidecar_failed"`) || !strings.Contains(string(got.body), "operation cascade is down") {
		t.Errorf("%s: %s", got.Status, got.body)
	}
	look.begin(t)
	faces.begin(t)
	for began := time.Now(); skipped() != ""; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatal("look does not come back")
		}
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if got := post(t, server.URL(), "cascade", pipeline.TestCard(), "image/jpeg"); got.StatusCode == http.StatusOK {
			break
		}
		if time.Since(began) > patience {
			t.Fatal("cascade does not come back")
		}
	}
	// The line comes after the answer.
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		log := server.Log()
		if strings.Contains(log, "left alone") && strings.Contains(log, "is back") {
			return
		}
		if time.Since(began) > patience {
			t.Fatalf("the log does not say so:\n%s", log)
		}
	}
}

// TestReadme checks the example of the README: the file, the script and the commands.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(readme), "\n### A service beside it\n")
	section, _, _ = strings.Cut(section, "\n## ")
	script, err := os.ReadFile(filepath.Join(root, "configs", "sidecars", "python", "look.py"))
	if err != nil {
		t.Fatal(err)
	}
	_, class, _ := strings.Cut(string(script), "    def do_POST")
	work, _, _ := strings.Cut(class, "        self.send_response")
	for line := range strings.Lines(work) {
		if text := strings.TrimSpace(line); found && !strings.Contains(section, text) {
			t.Errorf("the README does not show %q", text)
		}
	}
	if !found {
		t.Fatal("the README has no such section")
	}
	server, _, _ := serve(t)
	for line := range strings.Lines(section) {
		if command, is := strings.CutPrefix(strings.TrimRight(line, "\n"), "    curl "); is {
			shell := exec.Command("sh", "-ec", "curl -f "+strings.ReplaceAll(command, "http://localhost:8080", server.URL()))
			shell.Dir = t.TempDir()
			if err := os.WriteFile(filepath.Join(shell.Dir, "in.jpg"), pipeline.TestCard(), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := shell.CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s", command, err, out)
			}
		}
	}
}
