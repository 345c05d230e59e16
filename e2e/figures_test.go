package e2e

import (
	"testing"
	"time"

	"framepost/e2e/browser"
)

// TestFigures prints the figures of the stream on this machine, where server and browser share
// the CPUs: 640×480 at 30 fps, HTTP/2 over TLS, the default chain. Without -figures it is
// short, and requires nothing that a busy machine may miss.
func TestFigures(t *testing.T) {
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	length := 3 * time.Second
	if *strict {
		length = 30 * time.Second
		time.Sleep(3 * time.Second) // until the browser has compiled the WebAssembly
	}
	chromium, err := workshop.browser()
	if err != nil {
		t.Fatal(err)
	}
	cpu := func(of func() (time.Duration, error)) float64 {
		d, err := of()
		if err != nil {
			t.Log(err) // only Linux has the figure
		}
		return d.Seconds() * 1000
	}
	serverBefore, browserBefore := cpu(server.CPU), cpu(chromium.CPU)
	trace := watch(tab, length, 5)
	serverCPU, browserCPU := cpu(server.CPU)-serverBefore, cpu(chromium.CPU)-browserBefore
	f := trace.Figures(film.Frames)

	var own struct {
		FPS                      float64
		RTT, CameraToScreen      struct{ P50, P95 float64 }
		Server                   struct{ Queue, Decode, Ops, Encode float64 }
		Dropped, Late, Failed    int
		Sent, BytesUp, BytesDown float64
	}
	tab.Eval("framepost.stats()", &own)
	frames := float64(max(1, len(trace.Output)))
	t.Logf("seen from outside: %v", f)
	t.Logf("the page's own:    %.1f fps; camera to screen p50 %.1f p95 %.1f ms; round trip p50 %.1f p95 %.1f ms; "+
		"server %+v ms; %d dropped, %d late, %d failed; a frame has %.1f kB up, %.1f kB down",
		own.FPS, own.CameraToScreen.P50, own.CameraToScreen.P95, own.RTT.P50, own.RTT.P95,
		own.Server, own.Dropped, own.Late, own.Failed, own.BytesUp/own.Sent/1000, own.BytesDown/own.Sent/1000)
	t.Logf("CPU a frame:       server %.1f ms, browser %.1f ms (all of its processes, the camera and the probe too); "+
		"%.0f refreshes a second", serverCPU/frames, browserCPU/frames, float64(trace.Refreshes)/length.Seconds())

	if f.OutOfOrder > 0 || f.Unreadable > 0 {
		t.Errorf("%d answers out of order, %d unreadable", f.OutOfOrder, f.Unreadable)
	}
	if *strict && (f.ShownFPS < 29 || f.Video.P50 > 22 || f.Video.P95 > 34) {
		t.Error("an idle machine must reach 29 fps, p50 22 ms, p95 34 ms from the video")
	}
}
