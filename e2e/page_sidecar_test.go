package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/service"
)

// helper is a service of an operator's: it answers every frame with a grey picture of its own,
// as wide as the parameter width says.
type helper struct {
	t       *testing.T
	address string
	server  *http.Server
	asked   atomic.Value // the query of the last frame, url.Values
}

// begin starts it, at the address that it had before.
func (h *helper) begin() {
	h.t.Helper()
	if h.address == "" {
		h.address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", h.address)
	if err != nil {
		h.t.Fatal(err)
	}
	h.address = listener.Addr().String()
	h.server = &http.Server{Handler: http.HandlerFunc(h.gray)}
	go h.server.Serve(listener)
	h.t.Cleanup(h.kill)
}

func (h *helper) kill() { _ = h.server.Close() }

func (h *helper) gray(w http.ResponseWriter, r *http.Request) {
	h.asked.Store(r.URL.Query())
	var width, height int
	if _, err := fmt.Sscan(r.URL.Query().Get("width"), &width); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	height = width * 3 / 4
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for i := range picture.Pix {
		picture.Pix[i] = 128
	}
	var body bytes.Buffer
	_ = jpeg.Encode(&body, picture, nil)
	_, _ = w.Write(body.Bytes())
}

// declareHelper starts a helper and returns it, with a file that declares it as the operation stand.
func declareHelper(t *testing.T, failure string) (file string, h *helper) {
	t.Helper()
	h = &helper{t: t}
	h.begin()
	file = filepath.Join(t.TempDir(), "sidecars.json")
	writeFile(t, file, fmt.Appendf(nil, `{"sidecars": [{
		"name": "stand", "doc": "Stands in for the frame.", "address": "http://%s/", "answer": "picture", "failure": %q,
		"params": [
			{"name": "width", "doc": "Of the result", "type": "int", "unit": "px", "min": 16, "max": 1280, "default": 400},
			{"name": "gain", "doc": "How bright", "type": "float", "min": 0, "max": 2, "step": 0.1, "default": 1},
			{"name": "edge", "doc": "How wide the edge is", "type": "length", "min": 0, "max": 100, "default": "5%%"},
			{"name": "way", "doc": "Where it stands", "type": "choice", "choices": ["left", "right"], "default": "left"},
			{"name": "round", "doc": "Whether it is round", "type": "bool", "default": false},
			{"name": "ink", "doc": "Of the edge", "type": "colour", "default": "112233"},
			{"name": "note", "doc": "What it says", "type": "text", "min": 0, "max": 40, "default": ""}]
	}]}`, h.address, failure))
	return file, h
}

// withHelper starts a server with the operation stand, which the helper carries out.
func withHelper(t *testing.T, failure string) (*service.Server, *helper) {
	t.Helper()
	file, h := declareHelper(t, failure)
	return serve(t, "FRAMEPOST_SIDECARS="+file), h
}

const statusText = `document.querySelector("#status").textContent`

func wide(tab *browser.Tab, width int) {
	tab.Wait(fmt.Sprintf("answers of %d px", width), fmt.Sprintf(`document.querySelector("#output").width === %d`, width))
}

// A service that may be skipped is, and the page says which and why; it is back by itself.
func TestServiceIsSkipped(t *testing.T) {
	t.Parallel()
	server, h := withHelper(t, "skip")
	tab := card(t, server, "&ops=mirror,stand:400")
	wide(tab, 400)
	tab.Wait("no word of it", statusText+` === "Live" || `+statusText+`.endsWith("one frame a second")`)
	h.kill()
	wide(tab, 640)
	tab.Wait("word of it", statusText+`.includes(", without stand: it ")`)
	flows(tab)
	shoot(t, tab, "skipped")
	h.begin()
	wide(tab, 400)
	tab.Wait("no word of it", `!`+statusText+`.includes("without")`)
}

// A service that must not be missing stops the picture, and the page says which one it is; the
// picture is back by itself.
func TestServiceFails(t *testing.T) {
	t.Parallel()
	server, h := withHelper(t, "fail")
	tab := card(t, server, "&ops=mirror,stand:400")
	tab.Allow("status of 502")
	wide(tab, 400)
	h.kill()
	complains(t, tab, "stand")
	shoot(t, tab, "service-down")
	h.begin()
	tab.Wait("no message", `document.querySelector("#message").hidden`)
	flows(tab)
}

// An operation that is a service has all that the others have: a place in the search, a control
// for each parameter, a link that opens it, a command to copy.
func TestServiceIsAnOperation(t *testing.T) {
	t.Parallel()
	server, _ := withHelper(t, "fail")
	tab := card(t, server, "")
	tab.Click("#add summary")
	tab.Type("#search", "stands in")
	tab.Wait("its button", `document.querySelector("[data-op=stand]").checkVisibility()`)
	tab.Click("[data-op=stand]")
	wide(tab, 400)
	tab.Wait("its control", `document.querySelector("#steps li:last-child input[type=number]")?.value === "400"`)
	tab.Type("#steps li:last-child input[type=number]", "320")
	wide(tab, 320)
	var link, command string
	tab.Eval("location.href", &link)
	tab.Eval(`document.querySelector("#curl").textContent`, &command)
	if !strings.Contains(command, "stand:320") {
		t.Errorf("the command is %s", command)
	}
	tab.Click("#hud summary")
	tab.Wait("its time in the waterfall", `document.querySelector("#hud li .part-service")?.parentNode.innerText.startsWith("stand ")`)
	other := window(t)
	patient(other)
	other.Open(link)
	wide(other, 320)
}

// Each parameter of a service has the control of its type, and the service gets what the viewer
// sets there.
func TestServiceHasControls(t *testing.T) {
	t.Parallel()
	server, h := withHelper(t, "fail")
	tab := card(t, server, "&ops=stand")
	tab.Click(step(0, "fold"))
	want := url.Values{}
	for i, p := range []struct{ name, control, set, value string }{
		{"width", "input[type=number]", "320", "320"},
		{"gain", "input[type=range]", "1.5", "1.5"},
		{"edge", "input[type=text]", "10%", "10%"},
		{"way", "select", "right", "right"},
		{"round", "input[type=checkbox]", "", "true"},
		{"ink", "input[type=color]", "#ff8800", "ff8800"},
		{"note", "input[type=text]", "Grüße, 1:2", "Grüße, 1:2"},
	} {
		control := fmt.Sprintf("#steps [data-at='0'] %s[data-param='%d']", p.control, i)
		tab.Wait("the control of "+p.name, fmt.Sprintf("document.querySelector(%q).checkVisibility()", control))
		tab.Eval(fmt.Sprintf(`((input) => {
			input.value = %q;
			input.checked = true;
			input.dispatchEvent(new Event("input", {bubbles: true}));
		})(document.querySelector(%q))`, p.set, control), nil)
		want.Set(p.name, p.value)
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		got := h.asked.Load().(url.Values)
		if got.Encode() == want.Encode() {
			break
		}
		if time.Since(began) > browser.Patience {
			t.Fatalf("the service is asked for %v, the viewer wants %v", got, want)
		}
	}
	wide(tab, 320)
	shoot(t, tab, "service-controls")
}
