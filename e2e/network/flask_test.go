package network

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// The setup that framepost replaces, with a page that works like its page: it sends frames on a
// timer, whether the previous ones have been answered or not.
const (
	flaskJPEG = "Flask, JPEG frames"
	flaskPNG  = "Flask, PNG frames as its page sends them"
)

// The page's library, pinned.
const socketIO = "socket.io-client@4.8.1"

const flaskPage = `<!doctype html><title>Flask</title><link rel="icon" href="data:,">
<video id="camera" width="640" height="480" autoplay muted playsinline></video>
<img id="output">
<script src="/socket.io.min.js"></script>
<script>
const type = new URLSearchParams(location.search).get("type");
const camera = document.querySelector("#camera"), output = document.querySelector("#output");
const canvas = document.createElement("canvas");
canvas.width = 640;
canvas.height = 480;
const socket = io({transports: ["websocket"]});
window.answers = 0;
socket.on("response_back", (url) => { output.src = url; answers++; });
navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480}}).then((stream) => {
  camera.srcObject = stream;
  setInterval(() => {
    canvas.getContext("2d").drawImage(camera, 0, 0, 640, 480);
    socket.emit("image", canvas.toDataURL(type).split(",")[1]);
  }, 1000 / 30);
});
</script>`

// flaskLibrary returns the path of the page's library. The error says what is missing.
var flaskLibrary = sync.OnceValues(func() (string, error) {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import cv2, eventlet, flask_socketio").CombinedOutput(); err != nil {
		return "", fmt.Errorf("Debian's python3-opencv, python3-flask-socketio and python3-eventlet: %s", strings.TrimSpace(string(out)))
	}
	dir := filepath.Join(workshop.dir, "flask")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	npm := exec.Command("npm", "install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", socketIO)
	if out, err := npm.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install %s: %w\n%s", socketIO, err, out)
	}
	return filepath.Join(dir, "node_modules/socket.io-client/dist/socket.io.min.js"), nil
})

// serveFlask starts the Flask server and a proxy that also serves the page, and returns its
// port.
func serveFlask(t testing.TB, library string) int {
	t.Helper()
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "../peers/flask/server.py", fmt.Sprint(ports[0]))
	process.Tie(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	target := &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", ports[0])}
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the Flask server compares it with the origin
		},
		ErrorLog: log.New(io.Discard, "", 0), // requests fail until the Flask server listens
	})
	mux.HandleFunc("/socket.io.min.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, library) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, flaskPage)
	})
	page := httptest.NewServer(mux)
	t.Cleanup(page.Close)
	at, err := url.Parse(page.URL)
	if err != nil {
		t.Fatal(err)
	}
	port := 0
	fmt.Sscan(at.Port(), &port)
	return port
}

// measureFlask measures Flask on a link, for a shorter time, since it does not get better with
// time.
func measureFlask(t testing.TB, b *browser.Browser, film camera.Film, link Link, mime string) figure {
	library, err := flaskLibrary()
	if err != nil {
		t.Logf("Flask is left out for want of %v", err)
		return figure{note: "not run"}
	}
	port := serveFlask(t, library)
	origin := fmt.Sprintf("http://localhost:%d", port)
	if link != (Link{}) {
		origin = fmt.Sprintf("http://localhost:%d", relayed(t, port, link).Port())
	}
	tab := b.Tab(t)
	tab.Camera(origin, browser.Granted)
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(100 * time.Millisecond) {
		if answer, err := http.Get(fmt.Sprintf("http://localhost:%d/socket.io/?EIO=4&transport=polling", port)); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
	}
	tab.Open(origin + "/?type=" + mime)
	tab.Wait("an answer", "answers > 0")
	time.Sleep(4 * time.Second)
	f := look(tab, film, 8*time.Second)
	if f.ShownFPS == 0 || f.Video.P50 == 0 {
		return figure{note: "nothing current"}
	}
	return figure{fps: f.ShownFPS, p50: f.Video.P50, p95: f.Video.P95}
}
