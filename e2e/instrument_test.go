package e2e

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// mirrorPage shows the camera mirrored on a canvas, with a delay of 200 ms or more. Of ten
// pictures it drops the last one and shows the fifth after the sixth. It shows at most one
// picture at a refresh, so that even on a busy machine each picture is on the screen before the
// next one replaces it. It records what it does.
const mirrorPage = `<!doctype html><title>mirror</title><link rel="icon" href="data:,">
<video id="camera" autoplay muted playsinline></video>
<canvas id="output" width="640" height="480"></canvas>
<script>
window.delays = [];
const camera = document.querySelector("#camera");
const context = document.querySelector("#output").getContext("2d");
context.setTransform(-1, 0, 0, 1, 640, 0);
let count = 0, fifth;
const waiting = [];
const frame = () => {
  camera.requestVideoFrameCallback(frame);
  const turn = count++ % 10;
  if (turn === 9) return;
  const picture = new OffscreenCanvas(640, 480);
  picture.getContext("2d").drawImage(camera, 0, 0);
  const taken = {picture, at: performance.now()};
  if (turn === 4) return fifth = taken;
  waiting.push(taken);
  if (turn === 5) waiting.push(fifth);
};
const refresh = () => {
  requestAnimationFrame(refresh);
  if (!waiting.length || performance.now() - waiting[0].at < 200) return;
  const {picture, at} = waiting.shift();
  context.drawImage(picture, 0, 0);
  delays.push(performance.now() - at);
};
navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480}}).then((stream) => {
  camera.srcObject = stream;
  camera.requestVideoFrameCallback(frame);
  requestAnimationFrame(refresh);
});
</script>`

// The probe, which measures everything else, must see what a page is known to do.
func TestProbeSeesDelayGapsAndDisorder(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, mirrorPage)
	}))
	defer page.Close()
	tab := window(t)
	tab.Camera(page.URL, browser.Granted)
	tab.Open(page.URL)
	tab.Wait("pictures", "delays.length > 20")
	tab.Eval("delays.length = 0", nil)
	trace := watch(tab, time.Second, 60)
	var median float64
	tab.Eval("delays.sort((a, b) => a - b)[delays.length >> 1]", &median)
	f := trace.Figures(film.Frames)
	t.Log(f)
	t.Logf("the page says p50 %.1f ms", median)

	if trace.Straight > 0 {
		t.Errorf("%d straight and %d mirrored pictures", trace.Straight, trace.Mirrored)
	}
	if math.Abs(f.Video.P50-median) > 50 { // ms: a few refreshes of the screen
		t.Errorf("p50 is %.1f ms, and %.1f ms by the page's own account", f.Video.P50, median)
	}
	if f.Capture.P50 < f.Video.P50 {
		t.Errorf("the capture was %.1f ms before the answer, but the video %.1f", f.Capture.P50, f.Video.P50)
	}
	if f.Missed < len(trace.Output)/20 {
		t.Errorf("%d missed besides the %d shown, though every tenth was left out", f.Missed, len(trace.Output))
	}
	if f.OutOfOrder == 0 {
		t.Errorf("none of %d out of order, of which every ninth was shown late", len(trace.Output))
	}
}
