package stream

import (
	"math/rand/v2"
	"testing"
	"time"
)

// fast is a server that is never the bottleneck.
var fast = server{workers: 2, work: 3 * time.Millisecond}

const ms = time.Millisecond

// Each link of the network benchmark, with the bounds that it must meet.
func TestLinks(t *testing.T) {
	tests := []struct {
		name   string
		server server
		mbits  float64
		rtt    time.Duration
		loss   float64
		pixels float64

		fps     float64
		p95     time.Duration
		quality int // least quality
	}{
		{"loopback", fast, 0, 0, 0, 1, 29, 33 * ms, 85},
		{"loopback, 1280×720", server{1, 12 * ms, nil}, 0, 0, 0, 3, 29, 80 * ms, 85},
		{"20 Mbit/s", fast, 20, 40 * ms, 0, 1, 28, 100 * ms, 55},
		{"4 Mbit/s", fast, 4, 80 * ms, 0, 1, 18, 200 * ms, 40}, // at full size
		{"1.5 Mbit/s", fast, 1.5, 150 * ms, 0, 1, 10, 350 * ms, 40},
		{"10 Mbit/s, 1 % loss", fast, 10, 40 * ms, 0.01, 1, 20, 240 * ms, 45},
		{"a slow server", server{1, 60 * ms, nil}, 0, 2 * ms, 0, 1, 15, 180 * ms, 85},
		{"a long way", fast, 0, 250 * ms, 0, 1, 28, 290 * ms, 85},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inWorld(t, test.server, func(w *world) {
				v := w.join(0, test.mbits, test.rtt)
				v.up.loss, v.down.loss, v.pixels = test.loss, test.loss, test.pixels
				f := w.measure(5*time.Second, 30*time.Second, v)[0]
				stats := v.stream.Stats()
				t.Logf("%.1f fps, p50 %v, p95 %v, quality %d, window %d, size %d, aim %v, gap %v", f.fps, f.p50, f.p95, f.quality,
					stats.Window, stats.Size, stats.Aim, stats.Gap)
				if f.fps < test.fps || f.p95 > test.p95 || f.quality < test.quality {
					t.Errorf("%.1f fps, p95 %v, quality %d; want %.0f, %v, %d", f.fps, f.p95, f.quality, test.fps, test.p95, test.quality)
				}
				w.end(v)
			})
		})
	}
}

// The latency after a minute is that of the first seconds.
func TestLatencyDoesNotGrow(t *testing.T) {
	inWorld(t, server{workers: 1, work: 60 * ms}, func(w *world) {
		v := w.join(0, 0, 2*ms)
		first := w.measure(3*time.Second, 5*time.Second, v)[0]
		last := w.measure(50*time.Second, 5*time.Second, v)[0]
		if last.p95 > first.p95+20*ms || last.p95 > 180*ms || last.fps < 15 {
			t.Errorf("at first %+v, after a minute %+v", first, last)
		}
		w.end(v)
	})
}

// A link that is alternately fast and slow.
func TestChangingLink(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 20, 40*ms)
		run(5*time.Second, v)
		for turn := range 3 {
			from := time.Now()
			v.rate(1)
			run(10*time.Second, v)
			slow := v.since(from)
			v.rate(20)
			run(5*time.Second, v)
			back := v.stream.Stats()
			run(5*time.Second, v)
			both := v.since(from)
			t.Logf("turn %d: at 1 Mbit/s %+v, 5 s later quality %d, size %d; over both %+v", turn, slow, back.Quality, back.Size, both)
			if both.p95 > 400*ms || slow.fps < 8 || back.Quality < 65 || back.Size < 100 {
				t.Errorf("turn %d: slow %+v, both %+v, back at quality %d, size %d", turn, slow, both, back.Quality, back.Size)
			}
		}
		w.end(v)
	})
}

func TestShownASecondAfterAnOutage(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 20, 40*ms)
		run(5*time.Second, v)
		v.setAway(true)
		run(5*time.Second, v)
		if got := v.stream.Stats().State; got != Reconnecting {
			t.Errorf("the state is %s", got)
		}
		v.setAway(false)
		back := time.Now()
		for v.stream.Stats().State != Live {
			run(interval, v)
		}
		if took := time.Since(back); took > time.Second {
			t.Errorf("shown again after %v", took)
		}
		if f := w.measure(time.Second, 3*time.Second, v)[0]; f.fps < 28 || f.p95 > 110*ms {
			t.Errorf("afterwards %+v", f)
		}
		w.end(v)
	})
}

// Six viewers share one worker, whose frames take longer than the viewers would like.
func TestSharesAreFair(t *testing.T) {
	for _, work := range []time.Duration{3 * ms, 8 * ms, 15 * ms, 30 * ms} {
		inWorld(t, server{workers: 1, work: work}, func(w *world) {
			var viewers []*viewer
			for i := range 6 {
				viewers = append(viewers, w.join(i, 0, 5*ms))
			}
			sum := 0.0
			all := w.measure(10*time.Second, 20*time.Second, viewers...)
			for _, f := range all {
				sum += f.fps
			}
			t.Logf("%v a frame: %.1f fps in all, %+v", work, sum, all)
			if most := min(180, 1/work.Seconds()); sum < 0.75*most {
				t.Errorf("%v a frame: %.1f fps in all, of %.0f", work, sum, most)
			}
			for i, f := range all {
				if share := f.fps / (sum / 6); share < 0.8 || share > 1.2 || f.p95 > 250*ms {
					t.Errorf("%v a frame: viewer %d has %.2f of a fair share, p95 %v", work, i, share, f.p95)
				}
			}
			w.end(viewers...)
		})
	}
}

// The machine stalls for a moment now and then, and is slow for a while: the pace must not
// blame the link.
func TestAHiccupIsNoCongestion(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 0, 10*ms)
		run(4*time.Second, v)
		v.setStall(func(id int) time.Duration {
			if id%40 < 3 {
				return 120 * ms
			}
			return 0
		})
		worst := 100
		for range 20 {
			run(time.Second, v)
			stats := v.stream.Stats()
			worst = min(worst, stats.Quality, stats.Size)
		}
		if f := v.since(time.Now().Add(-10 * time.Second)); worst < 85 || f.fps < 24 {
			t.Errorf("down to %d %%, %+v", worst, f)
		}
		w.end(v)
	})
}

// A machine that is busy for a while is slow with frames of any weight. Afterwards the picture
// is soon as good as before.
func TestABusyMachineIsNoCongestion(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 20, 40*ms)
		some := func(id int, mean time.Duration) time.Duration {
			random := rand.New(rand.NewPCG(5, uint64(id)))
			return time.Duration(random.ExpFloat64() * float64(mean))
		}
		for turn := range 4 {
			v.setStall(func(id int) time.Duration { return 8*ms + some(id, 4*ms) })
			run(5*time.Second, v)
			if quiet := v.stream.Stats(); quiet.Quality < 65 || quiet.Size < 100 {
				t.Errorf("turn %d: quality %d, size %d after 5 s of rest", turn, quiet.Quality, quiet.Size)
			}
			v.setStall(func(id int) time.Duration { return 15*ms + some(id, 40*ms) })
			run(12*time.Second, v)
			busy := v.stream.Stats()
			t.Logf("turn %d: busy, quality %d, size %d, aim %v", turn, busy.Quality, busy.Size, busy.Aim)
		}
		w.end(v)
	})
}

// A level that fails is tried at growing intervals.
func TestQualityDoesNotOscillate(t *testing.T) {
	for _, mbits := range []float64{1, 2, 3, 5, 7, 9, 12, 16} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, mbits, 40*ms)
			run(8*time.Second, v)
			from := time.Now()
			changes, last := 0, v.stream.pace.level
			for range 30 * 60 {
				run(interval, v)
				if now := v.stream.pace.level; now != last {
					changes, last = changes+1, now
				}
			}
			f := v.since(from.Add(30 * time.Second))
			t.Logf("%v Mbit/s: %d changes of level in a minute, %+v, size %d", mbits, changes, f, v.stream.Stats().Size)
			if changes > 12 {
				t.Errorf("%v Mbit/s: the level changed %d times in a minute", mbits, changes)
			}
			w.end(v)
		})
	}
}

// The aim, up to the painting, for a target of 100 ms.
func TestAim(t *testing.T) {
	tests := []struct {
		what         string
		fixed, least time.Duration // ms
		want         time.Duration
	}{
		{"a near server: the target, less what the screen waits", 10, 20, 92},
		{"a way and work that leave little of it", 60, 70, 127},
		{"a long way", 160, 180, 302},
		{"a queue of others that no lever shortens", 10, 200, 250},
	}
	for _, test := range tests {
		if got := aim(100*ms, test.fixed*ms, test.least*ms).Round(ms); got != test.want*ms {
			t.Errorf("%s: %v, want %v", test.what, got, test.want*ms)
		}
	}
}
