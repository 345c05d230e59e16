package stream

import (
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

func TestLevelsGetLighter(t *testing.T) {
	for l := 1; l < len(levels); l++ {
		if now, before := levels[l].weight(), levels[l-1].weight(); now > 0.9*before {
			t.Errorf("level %d weighs %.2f of the one before", l, now/before)
		}
	}
	best := levels[0].weight()
	// Measured sizes of pictures with and without grain; see weight.
	for _, test := range []struct {
		level       level
		least, most float64
	}{
		{level{65, 100}, 0.50, 0.60}, {level{45, 100}, 0.35, 0.45}, {level{85, 50}, 0.32, 0.45}, {level{100, 100}, 2, 5},
	} {
		if got := test.level.weight() / best; got < test.least || got > test.most {
			t.Errorf("%v weighs %.2f of the best, want %.2f to %.2f", test.level, got, test.least, test.most)
		}
	}
}

// The viewer's quality is a limit that the best level uses in full; the chain determines
// whether the upload may be smaller.
func TestLoad(t *testing.T) {
	tests := []struct {
		settings Settings
		level    int
		want     load
	}{
		{Settings{"resize:700,mirror", 85, true}, 0, load{level{85, 100}, level{85, 100}}},
		{Settings{"resize:700,mirror", 95, true}, 0, load{level{85, 100}, level{95, 100}}},
		{Settings{"resize:700,mirror", 95, true}, 1, load{level{75, 100}, level{75, 100}}},
		{Settings{"resize:700,mirror", 30, true}, 4, load{level{45, 100}, level{30, 100}}},
		{Settings{"resize:700,mirror", 85, true}, lightest, load{level{45, 50}, level{45, 50}}},
		{Settings{"mirror,resize:700", 85, false}, lightest, load{level{45, 100}, level{45, 50}}},
	}
	for _, test := range tests {
		var s settings
		s.wanted = test.settings
		if got := s.at(test.level); got != test.want {
			t.Errorf("%v at level %d: %v, want %v", test.settings, test.level, got, test.want)
		}
	}
}

func TestMinimum(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m minimum
		add := func(v time.Duration) {
			m.add(time.Now(), v*ms)
			time.Sleep(time.Second)
		}
		if m.known() {
			t.Error("known before the first")
		}
		for _, v := range []time.Duration{50, 40, 60, 60} {
			add(v)
		}
		if got := m.value(); got != 40*ms {
			t.Errorf("%v, want 40 ms", got)
		}
		for range 12 { // the link has become longer
			add(60)
		}
		if got := m.value(); got != 60*ms {
			t.Errorf("%v long after, want 60 ms", got)
		}
		time.Sleep(time.Minute)
		add(80)
		if got := m.value(); got != 80*ms {
			t.Errorf("%v after a pause, want 80 ms", got)
		}
		add(-1)
		if got := m.value(); got != 0 {
			t.Errorf("%v, want 0", got)
		}
	})
}

func TestBar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bar{longest: 10 * time.Second}
		b.fell(time.Now(), 2, 100)
		if b.forbids(time.Now(), 2, 100) {
			t.Error("a level that has held is forbidden after a change of the link")
		}
		for _, pause := range []time.Duration{2, 4, 8, 10, 10} { // s
			b.rose(time.Now())
			time.Sleep(time.Second)
			b.fell(time.Now(), 2, 100)
			time.Sleep(pause*time.Second - ms)
			if now := time.Now(); !b.forbids(now, 2, 100) || !b.forbids(now, 1, 100) {
				t.Errorf("the level that failed, or a better one, may be tried within %d s", pause)
			}
			if now := time.Now(); b.forbids(now, 3, 100) || b.forbids(now, 2, 50) || b.forbids(now, 2, 400) {
				t.Error("a worse level is forbidden, or the same one on another link")
			}
			time.Sleep(2 * ms)
			if b.forbids(time.Now(), 2, 100) {
				t.Errorf("forbidden for longer than %d s", pause)
			}
		}
		b.rose(time.Now())
		b.fell(time.Now(), 2, 1000)
		if b.pause != shortestBar {
			t.Errorf("on another link the first pause is %v", b.pause)
		}
	})
}

// A refusal because the server is busy slows down at once.
func TestRefusalsSlowDown(t *testing.T) {
	for _, code := range []wire.Code{wire.Busy, wire.Late} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, 0, 200*ms)
			run(6*time.Second, v)
			before := v.stream.Stats()
			if before.Window < 6 {
				t.Fatalf("the window is %d", before.Window)
			}
			v.stream.Fail(v.stream.lastID, Failure{Status: 503, Code: code})
			v.stream.Fail(v.stream.lastID-1, Failure{Status: 503, Code: code}) // of the same window
			if got := v.stream.Stats().Window; got != (before.Window+1)/2 {
				t.Errorf("%s: the window is %d, after %d", code, got, before.Window)
			}
			for range 8 {
				run(300*ms, v)
				v.stream.Fail(v.stream.lastID, Failure{Status: 503, Code: code})
			}
			if got := v.stream.Stats(); got.Window != 1 || got.Gap < 50*ms {
				t.Errorf("%s: refused again and again, the window is %d and a frame is sent every %v", code, got.Window, got.Gap)
			}
			run(10*time.Second, v)
			if got := v.stream.Stats(); got.FPS < 25 || got.Gap != 0 {
				t.Errorf("%s: %.1f fps long after, gap %v", code, got.FPS, got.Gap)
			}
			w.end(v)
		})
	}
}

// A viewer who accepts more latency gets a better quality.
func TestTheTargetIsAdjustable(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 4, 40*ms)
		strict := w.measure(5*time.Second, 5*time.Second, v)[0]
		v.stream.SetTarget(250 * ms)
		lax := w.measure(15*time.Second, 10*time.Second, v)[0]
		if lax.quality <= strict.quality || lax.p95 > 270*ms {
			t.Errorf("at 100 ms %+v, at 250 ms %+v", strict, lax)
		}
		w.end(v)
	})
}

// A slow camera does not look like a link that has stopped.
func TestTheCamerasRateIsLearnt(t *testing.T) {
	for _, every := range []time.Duration{10 * ms, 33 * ms, 200 * ms} {
		synctest.Test(t, func(t *testing.T) {
			var p pace
			p.begin(Default())
			for range 200 {
				p.offer(time.Now(), 0)
				time.Sleep(every)
			}
			if off := (p.interval - every).Abs(); off > every/20 {
				t.Errorf("a frame every %v, learnt %v", every, p.interval)
			}
		})
	}
}
