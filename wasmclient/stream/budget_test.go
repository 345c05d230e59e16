package stream

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// A camera that pans over a detailed scene, on a link that carries fewer bytes than the lightest
// level has at 30 frames a second.
func TestPan(t *testing.T) {
	for _, answer := range []float64{14_000, 17_000, 20_000} { // bytes at the lightest level
		inWorld(t, fast, func(w *world) {
			v := w.join(0, 2.5, 110*ms)
			v.varies = 0.1
			v.pixels = answer / 1.2 / float64(v.bytes(levels[lightest]))
			run(10*time.Second, v)
			from, before := time.Now(), v.stream.Stats()
			run(30*time.Second, v)
			f, stats := v.since(from), v.stream.Stats()
			link := 2.5e6 / 8 * time.Since(from).Seconds()
			used := float64(max(stats.BytesUp-before.BytesUp, stats.BytesDown-before.BytesDown)) / link
			t.Logf("%v B: %.1f fps, p50 %v, p95 %v, %.0f %% of the link used, quality %d",
				answer, f.fps, f.p50, f.p95, 100*used, f.quality)
			if f.fps < 20 || f.p95 > 260*ms || used < 0.85 {
				t.Errorf("%v B: want 20 fps, p95 260 ms, 85 %% of the link used", answer)
			}
			w.end(v)
		})
	}
}

// A link that carries all is asked for nothing less.
func TestNoLimitWhereTheLinkCarriesAll(t *testing.T) {
	for _, mbits := range []float64{0, 8, 20} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, mbits, 40*ms)
			run(10*time.Second, v)
			if v.limited > 0 {
				t.Errorf("%v Mbit/s: %d of %d answers have a limit", mbits, v.limited, v.count)
			}
			w.end(v)
		})
	}
}

// A scene that suddenly takes four times the bytes, more than the link carries even at the least
// quality, costs the frame rate and no frame: whoever is asked for about so many bytes refuses none.
func TestDetailComesSuddenly(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 1, 110*ms)
		run(10*time.Second, v)
		v.pixels *= 4
		from, limited := time.Now(), v.limited
		run(10*time.Second, v)
		f, stats := v.since(from), v.stream.Stats()
		t.Logf("%.1f fps, p95 %v, quality %d, %d of %d with a limit", f.fps, f.p95, f.quality, v.limited, v.count)
		if stats.State != Live || stats.Failed > 0 || v.limited == limited || f.fps < 5 {
			t.Errorf("%s, %d failed, %d limited, %.1f fps", stats.State, stats.Failed, v.limited-limited, f.fps)
		}
		w.end(v)
	})
}

// The encoder of a browser has a curve of its own, which is known as soon as its qualities were
// used.
func TestCurve(t *testing.T) {
	for _, power := range []float64{-0.45, -0.65, -0.9} {
		var c curve
		bytes := func(l level) float64 {
			return 9000 * math.Pow(factor(l.quality)/100, power) * math.Pow(float64(l.size)/50, sizePower)
		}
		for _, l := range levels {
			for range 10 {
				c.add(l, int(bytes(l)))
			}
		}
		for _, l := range []level{{85, 100}, {45, 50}, {30, 50}, {20, 50}} {
			if got := c.of(l) / bytes(l); got < 0.93 || got > 1.07 {
				t.Errorf("power %v, %v: %.2f of its bytes are expected", power, l, got)
			}
		}
	}
}

// What is not known yet is not limited.
func TestDirectionAtFirst(t *testing.T) {
	var d direction
	if l := levels[lightest]; d.within(l, d.carried(time.Second)) != l.quality || d.lasts(l) != 0 {
		t.Error("a link that was not measured has a limit")
	}
	d.add(levels[0], 40_000)
	d.carry(40_000, 100*ms)
	if got := d.carried(time.Second); got < 399_000 || got > 401_000 {
		t.Errorf("%d bytes a second, want 400,000", got)
	}
	if got := d.lasts(levels[0]); got < 100*ms || got > 101*ms {
		t.Errorf("%v, want 100 ms and a little for the headers", got)
	}
	if got := d.within(levels[0], 30_000); got < 75 || got > 80 {
		t.Errorf("quality %d has three quarters of the bytes of 85", got)
	}
	if got := d.within(levels[0], 100); got != wire.LeastQuality {
		t.Errorf("quality %d", got)
	}
}

// The frames of a camera are sent as often as the link has time for, whatever its own steps are.
func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, spacing := range []time.Duration{20 * ms, 40 * ms, 50 * ms, 80 * ms} {
			var p pace
			p.begin(Default())
			sent := 0
			for range 600 {
				if now := time.Now(); p.room(now, 0) {
					p.busy(now, spacing)
					sent++
				}
				time.Sleep(interval)
			}
			want := 600 * float64(interval) / float64(max(interval, spacing))
			if off := float64(sent) - want; off > 3 || off < -3 {
				t.Errorf("%v a frame: %d are sent in 20 s, want %.0f", spacing, sent, want)
			}
		}
	})
}
