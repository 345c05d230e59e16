package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// Whoever has seen the page once can open it without a network, and use it: it processes the
// frames itself, faces and lettering too.
func TestThePageOpensOffline(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Allow("net::ERR_CONNECTION") // to the server that is gone
	tab.Camera(server.URL(), browser.Granted)
	tab.Open(server.URL() + "/")
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		var kept []string
		tab.Eval(`caches.open("shell").then((cache) => cache.keys()).then((all) => all.map(({url}) => url.slice(url.lastIndexOf("/") + 1)))`, &kept)
		if slices.Contains(kept, "config.json") && slices.Contains(kept, "local.wasm") &&
			slices.ContainsFunc(kept, func(name string) bool { return strings.HasPrefix(name, "client.") }) {
			t.Log(kept)
			break
		}
		if time.Since(began) > browser.Patience {
			t.Fatalf("the browser keeps %q", kept)
		}
	}

	if reasons := tab.Installable(); len(reasons) > 0 {
		t.Errorf("the page cannot be installed: %q", reasons)
	}

	tab.Open(server.URL() + "/?again")
	tab.Wait("the worker at work", "navigator.serviceWorker.controller")
	tab.Wait("frames", "framepost.stats().shown > 5")
	server.Kill()
	tab.Open(server.URL() + "/#source=test&ops=resize:700,mirror,faces:box,text:offline")
	tab.Wait("frames that the page has processed", `framepost.stats().shown > 5 && framepost.stats().where === "page"`)
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
}
