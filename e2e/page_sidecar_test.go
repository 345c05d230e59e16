package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"framepost/e2e/browser"
	"framepost/e2e/service"
)

// helper is a service of an operator's: it answers every frame with a grey picture of its own,
// as wide as the parameter width says.
type helper struct {
	t       *testing.T
	address string
	server  *http.Server
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
	h.server = &http.Server{Handler: http.HandlerFunc(gray)}
	go h.server.Serve(listener)
	h.t.Cleanup(h.kill)
}

func (h *helper) kill() { _ = h.server.Close() }

func gray(w http.ResponseWriter, r *http.Request) {
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

// withHelper starts a server with the operation stand, which the helper carries out.
func withHelper(t *testing.T, failure string) (*service.Server, *helper) {
	t.Helper()
	h := &helper{t: t}
	h.begin()
	file := filepath.Join(t.TempDir(), "sidecars.json")
	writeFile(t, file, fmt.Appendf(nil, `{"sidecars": [{
		"name": "stand", "doc": "Stands in for the frame.", "address": "http://%s/", "answer": "picture", "failure": %q,
		"params": [{"name": "width", "doc": "Of the result", "type": "int", "unit": "px", "min": 16, "max": 1280, "default": 400}]
	}]}`, h.address, failure))
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
	other := window(t)
	patient(other)
	other.Open(link)
	wide(other, 320)
}
