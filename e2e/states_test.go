package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// complains waits for the page's message and checks that it says what has happened and what to
// do.
func complains(t *testing.T, tab either, words ...string) {
	t.Helper()
	tab.Wait("the message", `!document.querySelector("#message")?.hidden && document.querySelector("#message").innerText.trim()`)
	var text string
	tab.Eval(`document.querySelector("#message").innerText`, &text)
	for _, word := range words {
		if !strings.Contains(strings.ToLower(text), word) {
			t.Errorf("the message does not speak of %q: %s", word, text)
		}
	}
	tab.Wait("the message in sight", `(() => {
		const box = document.querySelector("#message").getBoundingClientRect();
		return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
	})()`)
}

// shoot leaves pictures of a state in out/, light and dark.
func shoot(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	tab.Eval("scrollTo(0, 0)", nil)
	for _, scheme := range []string{"light", "dark"} {
		tab.Media("prefers-color-scheme", scheme)
		tab.Screenshot(out(t, name+"-"+scheme+".png"))
	}
}

func start(tab *browser.Tab) {
	tab.Wait("the client", "framepost.stats && !document.querySelector('#start').disabled")
	tab.Click("#start")
}

func TestPermissionDenied(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Denied)
	tab.Open(server.Secure() + "/")
	start(tab)
	complains(t, tab, "not allowed", "permission", "allow it", "settings")
	tab.Wait("the button to try again", `document.querySelector("#start").textContent === "Use the camera"`)
	flows(tab) // of the demo, behind the message
	shoot(t, tab, "denied")
	tab.Camera(server.Secure(), browser.Granted) // as the message advises
	start(tab)
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the message gone", `document.querySelector("#message").hidden`)
	tab.Wait("the camera", `document.querySelector("#camera").srcObject.getVideoTracks()[0].getSettings().deviceId`)
}

func TestNoCamera(t *testing.T) {
	t.Parallel()
	server := serve(t)
	key, err := server.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	blind, err := open(browser.Config{Trust: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	tab := blind.Tab(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	complains(t, tab, "no camera", "connect")
	shoot(t, tab, "no-camera")
}

// The fake camera is never busy, so the test simulates the browser's error.
func TestCameraBusy(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Before(`navigator.mediaDevices.getUserMedia =
		() => Promise.reject(new DOMException("Could not start video source", "NotReadableError"))`)
	tab.Open(server.Secure() + "/")
	complains(t, tab, "busy", "close")
	shoot(t, tab, "busy")
}

func TestInsecureOriginNamesTheSecureOne(t *testing.T) {
	t.Parallel()
	server := serve(t, "FRAMEPOST_HOSTS="+insecureHost)
	tab := window(t)
	tab.Open(fmt.Sprintf("http://%s:%d/", insecureHost, server.Port))
	start(tab)
	complains(t, tab, "secure", "https")
	var link string
	tab.Eval(`document.querySelector("#message-link").href`, &link)
	if want := fmt.Sprintf("https://%s:%d/", insecureHost, server.TLSPort); link != want {
		t.Errorf("the link leads to %s, not to %s", link, want)
	}
	shoot(t, tab, "insecure")
}

func TestServerAwayLooksLikeIt(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := live(t, server)
	tab.Allow("net::ERR_")
	server.Kill()
	complains(t, tab, "server", "by itself")
	shoot(t, tab, "server-away")
}

// On a slow link the words are readable long before the client has arrived, and the page shows
// the progress of its download.
func TestSlowLinkIsReadableAtOnce(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	// The page records it itself, because a look from outside may come too late.
	tab.Before(`window.downloading = false;
		new MutationObserver(() => {
			const bar = document.querySelector("progress");
			window.downloading ||= !window.framepost?.stats && Boolean(bar?.checkVisibility() && bar.position > 0 && bar.position < 1);
		}).observe(document, {subtree: true, attributes: true, attributeFilter: ["value"]})`)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Link(100*time.Millisecond, 200_000)
	began := time.Now()
	tab.Visit(server.Secure() + "/")
	tab.Wait("words to read", `document.body.innerText.length > 40 && getComputedStyle(document.body).fontFamily`)
	readable := time.Since(began)
	tab.Wait("the progress of the download", "downloading")
	tab.Screenshot(out(t, "loading.png"))
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the progress gone", `!document.querySelector("progress")?.checkVisibility()`)
	t.Logf("at 1.6 Mbit/s and 100 ms: readable after %v, frames after %v",
		readable.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}
