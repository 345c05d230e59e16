package network

import (
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
)

// What is only for later, so that the page opens without a network, does not hold up the picture: on a
// slow link it comes when the stream has ended, on a quick one beside the frames.
func TestLaterHoldsUpNoFrame(t *testing.T) {
	b := open(t, file(t, camera.TalkingHead()))
	server := serve(t)
	for _, test := range []struct {
		link Link
		most float64 // ms without a new picture, beside what the page's thread stood still
		slow bool
	}{
		{Link{RTT: 80 * ms, Mbit: 1.5}, 500, true},
		{Link{RTT: 40 * ms, Mbit: 20}, 500, false},
	} {
		t.Run(test.link.String(), func(t *testing.T) {
			relay := relayed(t, server.TLSPort, test.link)
			tab := b.Tab(t)
			tab.Camera(secure(relay.Port()), browser.Granted)
			tab.Before(onTheServer)
			tab.Before(beats)
			tab.Open(secure(relay.Port()) + "/")
			tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 30")
			tab.Eval("window.began = performance.now()", nil)
			if test.slow {
				time.Sleep(10 * time.Second) // twice the time after which it begins on a link that has room
				if n := keptFiles(tab); n > 0 {
					t.Errorf("%d files are kept", n)
				}
			} else {
				kept(t, tab)
			}
			var longest struct{ Gap, Stall float64 }
			tab.Eval(`(() => {
				const shown = framepost.frames().map((f) => f.shown).filter((at) => at >= began);
				return {
					gap: Math.max(...shown.map((at, i) => at - (i ? shown[i - 1] : began)), performance.now() - (shown.at(-1) ?? began)),
					stall: Math.max(0, ...stalls.filter(({at}) => at >= began).map(({ms}) => ms)),
				};
			})()`, &longest)
			_, down := relay.Carried()
			t.Logf("%.0f ms without a new picture; the page itself stood still for %.0f; %d kB have come", longest.Gap, longest.Stall, down/1000)
			if longest.Gap > test.most+2*longest.Stall {
				t.Errorf("the picture stood still for %.0f ms", longest.Gap)
			}
			if test.slow {
				tab.Click("#start")
				kept(t, tab)
			}
		})
	}
}

// beats records how long the page's thread stands still, as on a busy machine.
const beats = `window.stalls = [];
	setInterval(() => {
		const now = performance.now();
		if (now - (window.beat ?? now) > 50) stalls.push({at: now, ms: now - beat});
		window.beat = now;
	}, 10);`

// keptFiles returns the number of files that the page is kept in so far.
func keptFiles(tab *browser.Tab) (n int) {
	tab.Eval(`Promise.all(["coming", "shell"].map((name) => caches.open(name).then((cache) => cache.keys()).then((all) => all.length)))
		.then(([coming, whole]) => coming + whole)`, &n)
	return n
}

// kept waits until the page would open without a network.
func kept(t testing.TB, tab *browser.Tab) {
	t.Helper()
	began := time.Now()
	for n := 0; n == 0; time.Sleep(50 * ms) {
		if time.Since(began) > browser.Patience {
			t.Fatalf("it is not kept; %d files have come", keptFiles(tab))
		}
		tab.Eval(`caches.open("shell").then((cache) => cache.keys()).then((all) => all.length)`, &n)
	}
	t.Logf("kept after %v", time.Since(began).Round(ms))
}
