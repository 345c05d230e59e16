package stream

import (
	"math"
	"testing"
	"time"
)

// head returns the thumbnail of a frame of a talking head: an ellipse of a quarter of the picture
// that sways by 8 px of 640.
func head(id int) []byte {
	t := 2 * math.Pi * float64(id) / 128
	dx, dy := 0.012*math.Sin(4*t), 0.008*math.Sin(6*t)
	luma := make([]byte, TileColumns*TileRows)
	for i := range luma {
		x, y := (float64(i%TileColumns)+0.5)/TileColumns-0.5-dx, (float64(i/TileColumns)+0.5)/TileRows-0.55-dy
		luma[i] = 150
		if x*x+y*y < 0.25/math.Pi {
			luma[i] = byte(120 + 12*math.Sin(60*x)*math.Sin(60*y))
		}
	}
	return luma
}

// headSizes are the bytes of the film of a talking head: at quality 20 a region of 0.45 of the frame has
// 4.5 kB from our encoder, and its answer 5.1 kB. Chromium's encoder makes its Huffman codes for no
// picture, which takes an eighth more, and 360 bytes of tables.
func headSizes(upload, answer level, share float64) (up, down float64) {
	bytes := func(l level) float64 {
		return 6500 * math.Pow(factor(l.quality)/factor(20), -0.61) * math.Pow(float64(l.size)/100, 1.3) * math.Pow(share, 0.46)
	}
	return 360 + 1.12*bytes(upload), 1.16 * bytes(answer)
}

// A person before a camera, on slow links. Every two seconds there is a whole frame.
func TestTalkingHead(t *testing.T) {
	for _, c := range []struct {
		mbits float64
		rtt   time.Duration
		fps   float64
		p95   time.Duration
		size  int
	}{
		{1.5, 80 * ms, 29, 170 * ms, 100},
		{0.75, 150 * ms, 20, 300 * ms, 50},
	} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, c.mbits, c.rtt)
			v.varies, v.tiles, v.scene = 0.05, head, headSizes
			v.stream.SendRegions(true)
			run(10*time.Second, v)
			from, before := time.Now(), v.stream.Stats()
			run(30*time.Second, v)
			f, stats := v.since(from), v.stream.Stats()
			link := c.mbits * 1e6 / 8 * time.Since(from).Seconds()
			used := 100 * float64(max(stats.BytesUp-before.BytesUp, stats.BytesDown-before.BytesDown)) / link
			t.Logf("%v Mbit/s: %.1f fps, p50 %v, p95 %v, %.0f %% of the link used, quality %d, size %d", c.mbits, f.fps, f.p50, f.p95, used, f.quality, stats.Size)
			for _, f := range v.stream.history.since(from) {
				if f.Size < c.size {
					t.Fatalf("size %d, want %d", f.Size, c.size)
				}
			}
			if f.fps < c.fps || f.p95 > c.p95 {
				t.Errorf("want %v fps, p95 %v", c.fps, c.p95)
			}
			w.end(v)
		})
	}
}
