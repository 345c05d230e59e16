package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/probe"
	"framepost/e2e/service"
	"framepost/wasmclient/hud"
)

// talkingHead opens the page before a camera with a talking head, with scripts that run before it.
func talkingHead(t *testing.T, server *service.Server, scripts ...string) *browser.Tab {
	t.Helper()
	tab := filmed(t, server, camera.TalkingHead())
	tab.Allow("net::ERR_")
	quick(tab)
	for _, script := range scripts {
		tab.Before(script)
	}
	tab.Before(probe.Moments)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 30")
	tab.Eval("document.querySelector('[name=process][value=server]').click()", nil) // or the page would take over, where all is busy
	return tab
}

// rates returns the prices of the page's meter, whose own figures hold the times that quick makes up.
func rates(t *testing.T, tab *browser.Tab) hud.Rates {
	t.Helper()
	var listed struct {
		VCPUSecond float64 `json:"vcpu_second"`
		GiBSecond  float64 `json:"gib_second"`
		GiB        float64 `json:"gib"`
		Request    float64 `json:"request"`
		Egress     float64 `json:"egress_gib"`
	}
	tab.Eval("framepost.config.rates", &listed)
	if listed.Request == 0 || listed.Egress == 0 {
		t.Fatalf("the page has the rates %+v", listed)
	}
	return hud.Rates{VCPUSecond: listed.VCPUSecond, GiBSecond: listed.GiBSecond, GiB: listed.GiB,
		Request: listed.Request, Egress: hud.Egress{GiB: listed.Egress}}
}

// resembles fails the test unless the screen shows what the answers to whole frames would.
func resembles(t *testing.T, tab *browser.Tab) {
	t.Helper()
	var dbs []float64
	for range 6 {
		var found probe.Moment
		tab.Eval("moment()", &found)
		t.Logf("%.1f dB, %.1f dB in blocks, which differ by at most %.1f, with a region of %.2f", found.DB, found.Blocks, found.Worst, found.Share)
		// Two pictures with their own noise, of a standard deviation of 2, are like one another
		// by 10·log(255²/(2·2²)) = 39.1 dB, of which JPEG takes a part away. In the mean of 64
		// pixels, it is an eighth of that.
		if found.DB < 39.5 || found.Blocks < 44 {
			t.Errorf("the screen is like the answer to the whole frame by %.1f dB, in blocks by %.1f dB", found.DB, found.Blocks)
		}
		dbs = append(dbs, found.DB)
	}
	if slices.Sort(dbs); dbs[len(dbs)/2] < 40 {
		t.Errorf("the median of %.1f dB is below 40", dbs)
	}
}

// Of a person before a camera, only what moves is sent, and the screen shows the same.
func TestOnlyWhatHasChangedIsSent(t *testing.T) {
	server := serve(t)
	tab := talkingHead(t, server)
	// measure returns what a frame of a kind takes: the mean of its bytes, there and back, and of the
	// answer's, and the server's CPU time in ms, that of all frames meanwhile. A busy machine sends
	// some at lower quality, which do not count.
	measure := func(on bool, kind string) (both, down, cpu float64) {
		before, err := server.CPU()
		if err != nil {
			t.Log(err) // only Linux has the figure
		}
		tab.Eval(fmt.Sprintf(`framepost.regions(%t); window.from = framepost.stats();
			window.kind = () => framepost.frames().filter((f) => f.id > from.lastFrameId && f.size === 100 && %s)`, on, kind), nil)
		tab.Wait("as many frames as the film has", "kind().length >= 128")
		after, _ := server.CPU()
		var sums struct{ Up, Down, Shown float64 }
		tab.Eval(`((frames) => frames.reduce((sum, f) => ({up: sum.up + f.up / frames.length, down: sum.down + f.down / frames.length, shown: sum.shown}),
			{up: 0, down: 0, shown: framepost.stats().shown - from.shown}))(kind())`, &sums)
		return sums.Up + sums.Down, sums.Down, 1000 * (after - before).Seconds() / sums.Shown
	}
	refreshed := func(region, whole float64) float64 { return region + (whole-region)/60 } // all of it every two seconds
	meter := rates(t, tab)
	for range 2 {
		whole, wholeDown, wholeCPU := measure(false, "f.share === 1 && f.quality === 85")
		regions, down, cpu := measure(true, "f.share < 1 && f.quality === 70")
		regions, down = refreshed(regions, whole), refreshed(down, wholeDown)
		var share float64
		tab.Eval("framepost.stats().share", &share)
		bill, wholeBill := meter.Hourly(cpu, 30, down), meter.Hourly(wholeCPU, 30, wholeDown)
		t.Logf("%.0f bytes of a whole frame there and back, %.0f with regions: %.3f; share of the pixels %.2f", whole, regions, regions/whole, share)
		t.Logf("%.2f ms of the server's CPU for a whole frame, %.2f with regions: %.2f", wholeCPU, cpu, cpu/wholeCPU)
		t.Logf("$%.3f an hour, of which traffic $%.3f, for whole frames, $%.3f, of which traffic $%.3f, with regions: %.3f",
			wholeBill.Total(), wholeBill.Egress, bill.Total(), bill.Egress, bill.Total()/wholeBill.Total())
		if regions > 0.36*whole {
			t.Errorf("with regions a frame has %.0f bytes, of %.0f", regions, whole)
		}
		// The CPU's part of the bill is a matter of how busy the machine is.
		if bill.Egress > 0.37*wholeBill.Egress {
			t.Errorf("with regions, an hour's traffic costs $%.3f, of $%.3f", bill.Egress, wholeBill.Egress)
		}
	}
	resembles(t, tab)
	shoot(t, tab, "regions")

	server.Kill()
	tab.Eval("window.from = framepost.stats().failed", nil)
	tab.Wait("the loss of the server", "framepost.stats().failed > from")
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	tab.Eval("window.from = framepost.stats().shown", nil)
	tab.Wait("the server again", "framepost.stats().shown > from && framepost.frames().at(-1).share < 1")
	time.Sleep(2500 * time.Millisecond)
	resembles(t, tab)
}

// A picture of which everything moves is sent as soon with regions as without: most of its frames
// are not compared with the screen.
func TestRegionsDelayNoPan(t *testing.T) {
	server := serve(t)
	tab := window(t)
	quick(tab)
	tab.Before(`{
		window.compared = 0;
		const post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function(message, moves) {
			if (Array.isArray(message) && message.length === 6 && message[1] instanceof VideoFrame) compared++;
			return post.call(this, message, moves);
		};
	}`)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 5")
	tab.Wait("the best quality", "framepost.stats().sentQuality === 85 && framepost.stats().size === 100")
	const rounds, frames = 12, 60
	var encode, total []float64 // with regions, in shares of without
	for round := range rounds {
		type times struct{ Encode, Total float64 }
		var with, without times
		measure := func(on bool, to *times) {
			tab.Eval(fmt.Sprintf("framepost.regions(%t); window.from = framepost.stats().shown", on), nil)
			tab.Wait("frames", fmt.Sprintf("framepost.stats().shown > from + %d", frames+10))
			tab.Eval(fmt.Sprintf(`((frames) => {
				const median = (of) => frames.map(of).sort((a, b) => a - b)[frames.length >> 1];
				return {encode: median((f) => f.sent - f.taken), total: median((f) => f.shown - f.captured)};
			})(framepost.frames().slice(-%d))`, frames), to)
		}
		if round%2 == 0 {
			measure(false, &without)
			measure(true, &with)
		} else {
			measure(true, &with)
			measure(false, &without)
		}
		encode, total = append(encode, with.Encode/without.Encode), append(total, with.Total/without.Total)
	}
	slices.Sort(encode)
	slices.Sort(total)
	var compared float64
	tab.Eval("compared", &compared)
	t.Logf("with regions in shares of without: encoding %.3f, camera to screen %.3f", encode, total)
	t.Logf("%.0f of %d frames were compared", compared, rounds*(frames+10))
	if compared > rounds*frames/3 {
		t.Errorf("%.0f of %d frames were compared", compared, rounds*(frames+10))
	}
}

// Whatever happens to answers, and to the window and the picture's size, all of the screen is right
// 2.5 s after.
func TestNoPartStaysStale(t *testing.T) {
	server := serve(t)
	tab := talkingHead(t, server, `{
		const send = fetch;
		let regions = 0;
		window.lost = 0;
		window.fetch = (url, options) => {
			if (window.lossy && String(url).includes("region=") && regions++ % 3 === 0) {
				lost++;
				return Promise.reject(new TypeError("lost"));
			}
			return send(url, options);
		};
	}`)
	const parts = "framepost.frames().slice(-5).every((f) => f.share > 0 && f.share < 1)"
	tab.Wait("regions", parts)
	for _, test := range []struct {
		name   string
		change func()
	}{
		{"lost answers", func() {
			tab.Eval("lossy = true", nil)
			tab.Wait("lost answers", "lost > 20")
			tab.Eval("lossy = false", nil)
		}},
		{"another window", func() {
			for _, size := range [][2]int64{{1000, 700}, {390, 844}, {844, 390}, {1280, 900}} {
				tab.Viewport(size[0], size[1], 1, false)
				tab.Eval("window.from = framepost.stats().shown", nil)
				tab.Wait("frames", "framepost.stats().shown > from + 5")
			}
		}},
		{"another size", func() {
			for _, width := range []string{"333", "640", "720"} {
				tab.Eval(fmt.Sprintf("location.hash = '#ops=resize:%s'", width), nil)
				tab.Wait("its picture", "document.querySelector('#output').width === "+width)
				tab.Wait("regions of it", parts)
			}
		}},
	} {
		t.Log(test.name)
		test.change()
		time.Sleep(2500 * time.Millisecond)
		resembles(t, tab)
	}
}
