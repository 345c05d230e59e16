// Package e2e tests framepost as its users meet it: the real binary, real browsers with a fake
// camera, curl, and nginx in front of the static files.
//
// Most tests wait more than they work, so they run in parallel, each in a window of its own.
// Those that measure run alone, before the others.
//
// The tests need Chromium or Chrome, Firefox and nginx, and fail without them (Debian's are
// installed where that is allowed). go test -short leaves them all out. Pictures of
// the page are left in out/.
//
//	go -C e2e test -run Figures -v -figures    the full figures; the machine must be idle
//	go -C e2e test -run Screenshots -update    and renew the README's screenshot
package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/service"
)

var (
	strict = flag.Bool("figures", false, "measure for longer and hold the figures to what an idle machine must reach")
	update = flag.Bool("update", false, "renew the README's screenshot in testdata")
)

// workshop holds what all tests share. Each part is made when a test first needs it.
var workshop = struct {
	dir     string
	binary  func() (string, error)
	browser func() (*browser.Browser, error)
	mu      sync.Mutex
	opened  []*browser.Browser
}{}

// insecureHost is a name other than localhost, for which browsers require TLS.
const insecureHost = "framepost.test"

var film = camera.VGA()

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "framepost-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	workshop.dir = dir
	workshop.binary = sync.OnceValues(func() (string, error) { return service.Build(dir) })
	workshop.browser = sync.OnceValues(openBrowser)
	code := m.Run()
	for _, b := range workshop.opened {
		b.Close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// certs returns the directory in which every server of this run finds the same certificate.
func certs() string { return filepath.Join(workshop.dir, "certs") }

// openBrowser starts the browser with the camera. It trusts only the servers' certificate, so a
// server has to make that first.
func openBrowser() (*browser.Browser, error) {
	binary, err := workshop.binary()
	if err != nil {
		return nil, err
	}
	server, err := service.Run(binary, certs())
	if err != nil {
		return nil, err
	}
	defer server.Kill()
	key, err := server.Certificate()
	if err != nil {
		return nil, err
	}
	path, err := film.File(workshop.dir)
	if err != nil {
		return nil, err
	}
	return open(browser.Config{Film: path, Trust: []string{key}, Hosts: []string{insecureHost}})
}

func open(c browser.Config) (*browser.Browser, error) {
	b, err := browser.Start(c)
	if err == nil {
		workshop.mu.Lock()
		defer workshop.mu.Unlock()
		workshop.opened = append(workshop.opened, b)
	}
	return b, err
}

// serve starts a server for one test.
func serve(t *testing.T, env ...string) *service.Server {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no real binary, no browser")
	}
	binary, err := workshop.binary()
	if err != nil {
		t.Fatal(err)
	}
	return service.Start(t, binary, certs(), env...)
}

// window opens a tab for one test in the shared browser.
func window(t *testing.T) *browser.Tab {
	t.Helper()
	b, err := workshop.browser()
	if err != nil {
		t.Fatal(err)
	}
	return tabOf(t, b)
}

// filmed opens a tab for one test in a browser of its own, whose camera shows a film.
func filmed(t *testing.T, server *service.Server, film camera.Film) *browser.Tab {
	t.Helper()
	key, err := server.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	path, err := film.File(workshop.dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := open(browser.Config{Film: path, Trust: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	return tabOf(t, b)
}

func tabOf(t *testing.T, b *browser.Browser) *browser.Tab {
	tab := b.Tab(t)
	// A busy machine refuses frames, which the console shows as errors. The page sends others.
	tab.Allow("status of 429")
	tab.Allow("status of 503")
	return tab
}

// out returns the path of a file for people to look at.
func out(t *testing.T, name string) string {
	t.Helper()
	if err := os.MkdirAll("out", 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join("out", name)
}
