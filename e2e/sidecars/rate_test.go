package sidecars

import (
	"slices"
	"testing"
	"time"

	"framepost/api/wire"
	"framepost/e2e/camera"
)

// BenchmarkRate posts a frame of 640×480 after the other, at most 30 a second, through the replaced
// page's own work as a sidecar. It reports the time from the request to the whole answer, and what
// the sidecar took of it.
func BenchmarkRate(b *testing.B) {
	server, _, _ := serve(b)
	frame, err := camera.Film{Width: 640, Height: 480, FPS: 30, Frames: 90}.JPEG(60, 80)
	if err != nil {
		b.Fatal(err)
	}
	const frames = 30 * 10
	for b.Loop() {
		var whole, sidecar []float64
		tick := time.NewTicker(time.Second / 30)
		for range frames {
			<-tick.C
			began := time.Now()
			got := post(b, server.URL(), "look", frame, "image/jpeg")
			whole = append(whole, time.Since(began).Seconds()*1000)
			services := wire.ParseTiming(got.Header.Get(wire.HeaderServerTiming)).Services
			if len(services) != 1 {
				b.Fatalf("%s: %s", got.Status, got.body)
			}
			sidecar = append(sidecar, services[0].Time)
		}
		tick.Stop()
		slices.Sort(whole)
		slices.Sort(sidecar)
		b.ReportMetric(whole[frames/2], "p50-ms")
		b.ReportMetric(whole[frames*95/100], "p95-ms")
		b.ReportMetric(sidecar[frames/2], "p50-sidecar-ms")
	}
}
