package e2e

import (
	"testing"
	"time"

	"framepost/e2e/browser"
)

// The first visit on a link of 4 Mbit/s, with an empty cache.
func TestFirstVisit(t *testing.T) {
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Link(20*time.Millisecond, 500_000)
	began := time.Now()
	tab.Visit(server.Secure() + "/")
	tab.Wait("words to read", `document.body.innerText.length > 40 && getComputedStyle(document.body).fontFamily`)
	readable := time.Since(began)
	tab.Wait("a picture", "framepost.stats().shown > 0")
	shown := time.Since(began)
	t.Logf("at 4 Mbit/s: readable after %v, the first processed frame after %v", readable.Round(time.Millisecond), shown.Round(time.Millisecond))
	if *strict && (readable > 1500*time.Millisecond || shown > 3*time.Second) {
		t.Error("more than 1.5 s and 3 s")
	}
}
