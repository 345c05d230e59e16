package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/service"
)

// moments defines moment, which compares the screen with the answer to the whole of the same frame
// as soon as a region of one is shown: it returns the peak signal-to-noise ratio in dB of the pixels
// and of the means of blocks of 8×8 px, the largest difference of those, and the region's share.
const moments = `{
	let wanted = null, taken = null, asked = null;
	const post = Worker.prototype.postMessage;
	Worker.prototype.postMessage = function(message, moves) {
		if (wanted && Array.isArray(message) && message.length === 6 && globalThis.VideoFrame && message[1] instanceof VideoFrame) {
			taken?.close();
			taken = message[1].clone();
		}
		return post.call(this, message, moves);
	};
	const fetched = window.fetch;
	window.fetch = function(url, init) {
		if (wanted && taken && String(url).includes("region=")) {
			asked = {frame: taken, id: Number(init.headers["Frame-Id"].split("-")[1]), url: String(url).replace(/&region=.*/, "")};
			taken = null;
			wanted(asked);
			wanted = null;
		}
		return fetched.call(window, url, init);
	};
	const pixels = (picture, width, height) => {
		const pen = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
		pen.drawImage(picture, 0, 0);
		return pen.getImageData(0, 0, width, height).data;
	};
	window.moment = async () => {
		for (;;) {
			const {frame, id, url} = await new Promise((resolve) => { wanted = resolve; });
			let last;
			while ((last = framepost.stats().lastFrameId) < id) await new Promise((resolve) => setTimeout(resolve, 1));
			const output = document.querySelector("#output"), {width, height} = output;
			const shown = pixels(output, width, height);
			const share = framepost.frames().at(-1).share;
			const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
			canvas.getContext("2d", {willReadFrequently: true}).drawImage(frame, 0, 0);
			frame.close();
			if (last !== id) continue;
			const body = await canvas.convertToBlob({type: "image/jpeg", quality: .85});
			const response = await fetched.call(window, url, {method: "POST", body});
			if (response.status !== 200) continue;
			const whole = pixels(await createImageBitmap(await response.blob()), width, height);
			const db = (a, b) => {
				let sum = 0;
				for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
				return 10 * Math.log10(255 ** 2 * a.length * 3 / 4 / sum);
			};
			const blocks = (pixels) => {
				const side = 8, columns = Math.floor(width / side), rows = Math.floor(height / side), sums = new Float32Array(columns * rows * 4);
				for (let y = 0; y < rows * side; y++) for (let x = 0; x < columns * side; x++) for (let c = 0; c < 3; c++) {
					sums[4 * (Math.floor(y / side) * columns + Math.floor(x / side)) + c] += pixels[4 * (y * width + x) + c] / side / side;
				}
				return sums;
			};
			const [a, b] = [blocks(whole), blocks(shown)];
			return {db: db(whole, shown), blocks: db(a, b), worst: Math.max(...a.map((v, i) => Math.abs(v - b[i]))), share};
		}
	};
}`

// talkingHead opens the page before a camera with a talking head.
func talkingHead(t *testing.T, server *service.Server) *browser.Tab {
	t.Helper()
	key, err := server.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	path, err := camera.TalkingHead().File(workshop.dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := open(browser.Config{Film: path, Trust: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	tab := b.Tab(t)
	tab.Allow("status of 429")
	tab.Allow("status of 503")
	tab.Allow("net::ERR_")
	quick(tab)
	tab.Before(moments)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 30")
	return tab
}

// ofAFrame is the mean bytes of a frame, there and back, of the last frames: as many as
// the film has.
const ofAFrame = `((frames) => frames.reduce((sum, f) => sum + f.up + f.down, 0) / frames.length)(framepost.frames().slice(-128))`

// resembles fails the test unless the screen shows what the answers to whole frames would.
func resembles(t *testing.T, tab *browser.Tab) {
	t.Helper()
	for range 6 {
		var found struct{ DB, Blocks, Worst, Share float64 }
		tab.Eval("moment()", &found)
		t.Logf("%.1f dB, %.1f dB in blocks, which differ by at most %.1f, with a region of %.2f", found.DB, found.Blocks, found.Worst, found.Share)
		// Two pictures with their own noise, of a standard deviation of 2, are like one another
		// by 10·log(255²/(2·2²)) = 39.1 dB. In the mean of 64 pixels, it is an eighth of that.
		if found.DB < 38.5 || found.Blocks < 44 {
			t.Errorf("the screen is like the answer to the whole frame by %.1f dB, in blocks by %.1f dB", found.DB, found.Blocks)
		}
	}
}

// Of a person before a camera, only what moves is sent, and the screen shows the same.
func TestOnlyWhatHasChangedIsSent(t *testing.T) {
	server := serve(t)
	tab := talkingHead(t, server)
	const steady = "framepost.stats().sentQuality === 85 && framepost.stats().size === 100"

	var whole, regions, share float64
	tab.Eval("framepost.regions(false)", nil)
	tab.Eval("window.from = framepost.stats().shown", nil)
	tab.Wait("whole frames at the best quality", steady+" && framepost.stats().shown > from + 150 && framepost.frames().slice(-128).every((f) => f.share === 1 && f.quality === 85)")
	tab.Eval(ofAFrame, &whole)
	tab.Eval("framepost.regions(true)", nil)
	tab.Eval("window.from = framepost.stats().shown", nil)
	tab.Wait("regions at the best quality", steady+" && framepost.stats().shown > from + 180 && framepost.frames().slice(-128).every((f) => f.quality === 85 || f.share < 1 && f.quality === 70)")
	tab.Eval(ofAFrame, &regions)
	tab.Eval("framepost.stats().share", &share)
	t.Logf("%.0f bytes of a whole frame there and back, %.0f with regions: %.2f; share of the pixels %.2f", whole, regions, regions/whole, share)
	if regions > 0.36*whole {
		t.Errorf("with regions a frame has %.0f bytes, of %.0f", regions, whole)
	}
	resembles(t, tab)
	shoot(t, tab, "regions")

	server.Kill()
	tab.Eval("window.from = framepost.stats().failed", nil)
	tab.Wait("the loss of the server", "framepost.stats().failed > from")
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	tab.Wait("the server again", `framepost.frames().at(-1).where === "server" && framepost.frames().at(-1).share < 1`)
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
