package network

import (
	"strings"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/probe"
)

// through20 returns a browser, and a relay to a server over a link of 20 Mbit/s.
func through20(t *testing.T) (*browser.Browser, *Relay) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no real binary, no browser")
	}
	b := open(t, file(t, vga))
	return b, relayed(t, serve(t).TLSPort, Link{RTT: 40 * ms, Mbit: 20})
}

// Frames pass the relay in order, however busy this machine is, and each has figures.
func TestALinkCarriesFrames(t *testing.T) {
	t.Parallel()
	b, relay := through20(t)
	tab := stream(t, b, relay.Port(), 0)
	var trace probe.Trace
	tab.Eval(probe.Expression(vga.Row(), "#camera", "#output", time.Second, 20), &trace)
	if f := trace.Figures(vga.Frames); f.OutOfOrder > 0 || f.Capture.P50 < 40 {
		t.Errorf("%v", f)
	}
	var table string
	tab.Eval("framepost.csv()", &table)
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if len(lines) < 10 || !strings.HasPrefix(lines[0], "id,at,capture,encode,upload,") {
		t.Fatalf("%d lines, beginning with %q", len(lines), lines[0])
	}
	for _, line := range lines {
		if strings.Count(line, ",") != strings.Count(lines[0], ",") {
			t.Errorf("%q has other columns than %q", line, lines[0])
		}
	}
}

// On a slow link uploads and answers shrink; the page still shows answers at full size.
func TestASlowLinkCarriesSmallerPictures(t *testing.T) {
	t.Parallel()
	b, relay := through20(t)
	tab := stream(t, b, relay.Port(), 0)
	width := func() (css float64) {
		tab.Eval(`document.querySelector("#output").getBoundingClientRect().width`, &css)
		return css
	}
	tab.Wait("a picture", `document.querySelector("#output").width > 300`)
	before := width()
	relay.Set(Link{RTT: 40 * ms, Mbit: 0.5})
	tab.Wait("smaller pictures", `framepost.stats().size < 100 && document.querySelector("#output").width === 7 * framepost.stats().size`)
	tab.Wait("lighter questions", `framepost.frames().at(-1).up < 14000`)
	if after := width(); after != before {
		t.Errorf("the answer is %v px wide on the page, and was %v", after, before)
	}
	relay.Set(Link{})
	tab.Eval("framepost.target(10_000)", nil) // so that a slow machine does not look like the slow link
	tab.Wait("the full size", `document.querySelector("#output").width === 700`)
}

// A camera whose picture does not change is sent once a second, however the browser delivers
// its frames, unless that is switched off.
func TestAStillCameraIsSentOnceASecond(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: no real binary, no browser")
	}
	film := camera.Film{Width: 320, Height: 240, FPS: 30, Frames: 1}
	b, port := open(t, file(t, film)), serve(t).TLSPort
	for _, without := range []string{"", "MediaStreamTrackProcessor"} {
		tab := b.Tab(t)
		tab.Before("delete globalThis['" + without + "']")
		tab.Camera(secure(port), browser.Granted)
		tab.Before(onTheServer)
		tab.Open(secure(port) + "/")
		tab.Wait("stillness", "framepost.stats().still")
		// The distance between frames by the page's own clock: a slow machine may lengthen it,
		// but never shorten it.
		tab.Eval(`window.from = performance.now();
			window.gaps = () => framepost.frames().filter((f) => f.taken > from).map((f, i, all) => i ? f.taken - all[i - 1].taken : Infinity)`, nil)
		tab.Wait("some frames of the stillness", "gaps().length > 3")
		var least float64
		if tab.Eval("Math.min(...gaps())", &least); least < 900 {
			t.Errorf("without %q: two frames within %.0f ms, want one a second", without, least)
		}
		tab.Eval("framepost.still(false); from = performance.now()", nil)
		tab.Wait("more than that with it switched off", "gaps().some((gap) => gap < 500)")
		tab.Open("about:blank")
	}
}
