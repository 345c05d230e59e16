package e2e

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"testing"

	"framepost/e2e/service"
)

// beats records how long the page's thread stands still, as on a busy machine, which no page can
// make up for.
const beats = `window.stalls = [];
	setInterval(() => {
		const now = performance.now();
		if (now - (window.beat ?? now) > 50) stalls.push({at: now, ms: now - beat});
		window.beat = now;
	}, 10);`

// drop makes a still picture the source: the landscape of the demo.
const drop = `(async () => {
	const picture = new Image();
	picture.src = "demo.svg";
	await picture.decode();
	const canvas = new OffscreenCanvas(640, 480);
	canvas.getContext("2d").drawImage(picture, 0, 0, 640, 480, 0, 0, 640, 480);
	const files = new DataTransfer();
	files.items.add(new File([await canvas.convertToBlob()], "picture.png", {type: "image/png"}));
	document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
})()`

// dropFile makes a file the source.
func dropFile(name, kind string, data []byte) string {
	return fmt.Sprintf(`{
		const files = new DataTransfer();
		files.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], %q, {type: %q}));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
	}`, base64.StdEncoding.EncodeToString(data), name, kind)
}

// likeness defines keep, which keeps the pixels of the answer, and likeness, which compares them
// with the present ones: the peak signal-to-noise ratio in dB.
const likeness = `{
	const pixels = () => {
		const output = document.querySelector("#output"), copy = new OffscreenCanvas(output.width, output.height);
		const pen = copy.getContext("2d", {willReadFrequently: true});
		pen.drawImage(output, 0, 0);
		return pen.getImageData(0, 0, copy.width, copy.height).data;
	};
	window.keep = () => { window.kept = pixels(); };
	window.likeness = () => {
		const now = pixels();
		if (now.length !== kept.length) return 0;
		let sum = 0;
		for (let i = 0; i < now.length; i++) sum += (now[i] - kept[i]) ** 2;
		return sum ? 10 * Math.log10(255 ** 2 * now.length * 3 / 4 / sum) : 99;
	};
}`

// stoodBy opens the page with frames of a still picture, and with its own module ready to stand in
// for the server.
func stoodBy(tab either, address string) {
	quick(tab)
	tab.Before(beats)
	tab.Before(likeness)
	tab.Open(address + "/")
	tab.Wait("the client", "framepost.stats")
	tab.Eval(drop, nil)
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Eval("framepost.still(false)", nil)
	tab.Wait("the best quality", `framepost.stats().sentQuality === 85 && framepost.stats().size === 100 && framepost.stats().gap === 0`)
	tab.Wait("the page's own module", "framepost.stats().standby")
}

// ms writes a time for a script.
func ms(at float64) string { return strconv.FormatFloat(at, 'f', 3, 64) }

// gap is the longest time without a new picture since a time, in ms, and stall the longest time
// in which the page's thread could do nothing.
func gap(tab either, since float64) (gap, stall float64) {
	var found struct{ Gap, Stall float64 }
	tab.Eval(`((since) => {
		const shown = framepost.frames().map((f) => f.shown).filter((at) => at >= since);
		return {
			gap: Math.max(...shown.map((at, i) => at - (i ? shown[i - 1] : since)), performance.now() - shown.at(-1)),
			stall: Math.max(0, ...stalls.filter(({at}) => at >= since).map(({ms}) => ms)),
		};
	})(`+ms(since)+`)`, &found)
	return found.Gap, found.Stall
}

// When the server is killed, the picture goes on, and looks the same; and the server has it again
// when it is back.
func TestThePageStandsInForAServer(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Allow("net::ERR_")
	stoodBy(tab, server.URL())
	standsIn(t, tab, server)
	shoot(t, tab, "stands-in")
	handsBack(t, tab, server)
}

// standsIn kills the server, and fails the test unless the picture goes on and looks the same.
func standsIn(t *testing.T, tab either, server *service.Server) {
	t.Helper()
	tab.Eval("keep()", nil)
	var killed float64
	tab.Eval("performance.now()", &killed)
	server.Kill()
	tab.Wait("frames of the page", `framepost.stats().where === "page" && framepost.frames().filter((f) => f.where === "page").length > 30`)
	tab.Wait("where, and why", `document.querySelector("#status").textContent === "Live, in this page: the server is away"`)
	if gap, stall := gap(tab, killed); gap > 300+2*stall {
		t.Errorf("the picture stood still for %.0f ms; the page itself, for %.0f", gap, stall)
	} else {
		t.Logf("killed: %.0f ms without a new picture; the page itself stood still for %.0f", gap, stall)
	}
	var parts string
	tab.Eval(`(() => {
		const i = framepost.frames().findIndex((f) => f.where === "page" && f.shown > `+ms(killed)+`);
		const f = framepost.frames()[i], before = framepost.frames()[i - 1], since = (at) => (at - `+ms(killed)+`).toFixed(0);
		return "last of the server " + since(before.shown) + ", first of the page captured " + since(f.captured) + ", taken " + since(f.taken)
			+ ", answered " + since(f.answered) + ", shown " + since(f.shown);
	})()`, &parts)
	t.Log("ms after it was killed: " + parts)
	var like float64
	if tab.Eval("likeness()", &like); like < 40 {
		t.Errorf("the page's picture is like the server's by %.1f dB", like)
	} else {
		t.Logf("the page's picture is like the server's by %.1f dB", like)
	}
}

// handsBack starts the server again, and fails the test unless it soon has the frames.
func handsBack(t *testing.T, tab either, server *service.Server) {
	t.Helper()
	var back float64
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	tab.Eval("performance.now()", &back)
	first := `framepost.frames().find((f) => f.where === "server" && f.shown > ` + ms(back) + `)`
	tab.Wait("frames of the server", `framepost.stats().where === "server" && `+first)
	var took float64
	tab.Eval(first+`.shown - `+ms(back), &took)
	gap, stall := gap(tab, back)
	t.Logf("back: handed over after %.0f ms, %.0f without a new picture; the page itself stood still for %.0f", took, gap, stall)
	if took > 1000+2*stall || gap > 300+2*stall {
		t.Error("that is too long")
	}
}

// The viewer's choice holds and is remembered: in this page, no picture is sent.
func TestTheViewerChoosesWhereFramesAreProcessed(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Click("#process input[value=page]")
	tab.Wait("frames of the page", `framepost.stats().where === "page" && framepost.frames().slice(-5).every((f) => f.where === "page")`)
	tab.Wait("word of it", `document.querySelector("#status").textContent.startsWith("Live, in this page: nothing is sent")`)
	tab.Eval("window.upBefore = framepost.stats().bytesUp", nil)
	flows(tab)
	tab.Wait("nothing sent", "framepost.stats().bytesUp === upBefore && framepost.stats().inFlight === 0")
	shoot(t, tab, "in-this-page")
	tab.Eval(`document.querySelector("#process").scrollIntoView({block: "center"})`, nil)
	tab.Screenshot(out(t, "process.png"))
	tab.Eval("location.reload()", nil)
	tab.Wait("the same after a reload", `framepost.stats().shown > 5 && framepost.stats().where === "page" && framepost.stats().bytesUp === 0
		&& document.querySelector("#process input[value=page]").checked`)
	tab.Click("#process input[value=server]")
	tab.Wait("frames of the server", `framepost.stats().where === "server" && framepost.frames().slice(-5).every((f) => f.where === "server")`)
}
