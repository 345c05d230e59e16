package e2e

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/debian"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// The page on a static host and the API elsewhere: nginx with the configuration of configs/.
func TestStaticHosting(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: no nginx, no browser")
	}
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	origin := fmt.Sprintf("http://localhost:%d", ports[0])
	server := serve(t, "FRAMEPOST_CORS_ORIGINS="+origin)
	host(t, ports[0], fmt.Sprintf(`{"api": %q}`, server.Secure()))

	answer, err := http.Get(origin + "/dist/client.wasm")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "application/wasm" {
		t.Errorf("the client comes as %s, %s", answer.Status, kind)
	}

	tab := window(t)
	quick(tab)
	tab.Camera(origin, browser.Granted)
	tab.Open(origin + "/")
	tab.Wait("frames of full size on the screen", `document.querySelector("#output").width === 700`)
	trace := watch(tab, time.Second, 10)
	if f := trace.Figures(film.Frames); trace.Mirrored == 0 || f.OutOfOrder > 0 {
		t.Errorf("%d mirrored, %v", trace.Mirrored, f)
	}
	// The page of another origin can only read Server-Timing if the API allows it.
	tab.Wait("the server's own times", "framepost.stats().server.decode > 0")
}

// host serves a copy of public/, with that config.json, with nginx until stop, or the end of the test.
func host(t *testing.T, port int, page string) (stop func()) {
	t.Helper()
	nginx, err := debian.Find("nginx-light", "nginx", "/usr/sbin/nginx")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "public"), os.DirFS("../public")); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("public/config.json", page)
	config, err := fs.ReadFile(os.DirFS("../configs/static"), "nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	const listen = "listen 8000;"
	if strings.Count(string(config), listen) != 1 {
		t.Fatalf("nginx.conf has not the one line %q", listen)
	}
	write("nginx.conf", strings.Replace(string(config), listen, fmt.Sprintf("listen 127.0.0.1:%d;", port), 1))

	directives := "daemon off;"
	if os.Geteuid() == 0 {
		directives += " user root;" // otherwise its workers could not read the directory
	}
	cmd := exec.Command(nginx, "-p", dir, "-c", "nginx.conf", "-e", "stderr", "-g", directives)
	var log strings.Builder
	cmd.Stderr = &log
	process.Tie(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt) // ends its workers, too
		_ = cmd.Wait()
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("nginx says:\n%s", log.String())
		}
	})
	for began := time.Now(); time.Since(began) < browser.Patience; time.Sleep(5 * time.Millisecond) {
		if answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", port)); err == nil {
			answer.Body.Close()
			return stop
		}
	}
	t.Fatal("nginx does not serve")
	return nil
}
