package stream

import (
	"math"
	"testing"
	"time"

	"framepost/api/wire"
)

func TestStatsFigures(t *testing.T) {
	simulate(t, func(r Request) reply {
		if r.ID%10 == 0 {
			return reply{after: 30 * time.Millisecond} // one in ten is slower
		}
		return reply{after: 20 * time.Millisecond}
	}, func(s *sim) {
		s.run(10 * time.Second)
		stats := s.stream.Stats()
		if stats.RTT != (Quantiles{P50: 20 * time.Millisecond, P95: 30 * time.Millisecond}) {
			t.Errorf("round trip %v", stats.RTT)
		}
		if want := (Quantiles{P50: 20*time.Millisecond + encoding, P95: 30*time.Millisecond + encoding}); stats.CameraToScreen != want {
			t.Errorf("camera to screen %v, want %v", stats.CameraToScreen, want)
		}
		if stats.BytesUp != int64(stats.Sent)*10_000 || stats.BytesDown != int64(stats.Shown)*20_000 {
			t.Errorf("%d bytes up and %d down for %d sent and %d shown", stats.BytesUp, stats.BytesDown, stats.Sent, stats.Shown)
		}
		if stats.LastID != s.shown[len(s.shown)-1] {
			t.Errorf("the newest frame shown is %d, not %d", s.shown[len(s.shown)-1], stats.LastID)
		}
	})
}

func TestFiguresAreOfTheRecentPast(t *testing.T) {
	simulate(t, after(20*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		if got := s.stream.Stats().FPS; math.Abs(got-30) > 1.5 {
			t.Errorf("%.1f frames a second in the first second", got)
		}
		s.set(after(60 * time.Millisecond))
		s.run(4 * time.Second)
		if got := s.stream.Stats().RTT.P50; got != 60*time.Millisecond {
			t.Errorf("round trip %v after the link became slower, want 60 ms", got)
		}
		s.set(func(Request) reply { return reply{hangs: true} })
		s.run(4 * time.Second)
		if got := s.stream.Stats(); got.FPS != 0 || got.RTT.P50 != 0 {
			t.Errorf("%.1f frames a second, round trip %v with nothing shown lately", got.FPS, got.RTT.P50)
		}
	})
}

func TestTheTimesOfAFrameAreInOrder(t *testing.T) {
	simulate(t, after(20*time.Millisecond), func(s *sim) {
		s.stream.Offer(time.Now().Add(time.Second)) // the camera's clock is ahead
		time.Sleep(interval)
		s.run(time.Second)
		frames := s.stream.Frames()
		if len(frames) < 29 {
			t.Fatalf("%d records", len(frames))
		}
		for _, f := range frames {
			times := []time.Time{f.Captured, f.Taken, f.Sent, f.Answered, f.Received, f.Shown}
			for i := 1; i < len(times); i++ {
				if times[i].Before(times[i-1]) {
					t.Fatalf("frame %d: time %d is before time %d", f.ID, i, i-1)
				}
			}
		}
	})
}

func TestHistory(t *testing.T) {
	var h history
	if h.last().ID != 0 || len(h.since(time.Time{})) != 0 {
		t.Error("the empty history is not empty")
	}
	start := time.Now()
	for i := 1; i <= 5*historySize/2; i++ {
		h.add(Frame{ID: i, Shown: start.Add(time.Duration(i) * time.Second)})
		all := h.since(time.Time{})
		if want := min(i, historySize); len(all) != want || all[len(all)-1].ID != i || all[0].ID != i-want+1 {
			t.Fatalf("after %d frames: %d records, %d to %d", i, len(all), all[0].ID, all[len(all)-1].ID)
		}
	}
	newest := h.last().Shown
	if got := h.since(newest.Add(-3 * time.Second)); len(got) != 3 {
		t.Errorf("%d records of the last 3 s, want 3", len(got))
	}
	if got := h.since(newest); len(got) != 0 {
		t.Errorf("%d records after the newest", len(got))
	}
}

func TestQuantile(t *testing.T) {
	frames := make([]Frame, 20)
	for i := range frames {
		frames[i].Timing = wire.Timing{Ops: float64((i * 7) % 20)} // 0 to 19, shuffled
	}
	var s Stream
	sorted := s.sorted(frames, func(f Frame) float64 { return f.Timing.Ops })
	for _, test := range []struct{ q, want float64 }{{0, 0}, {0.5, 10}, {0.95, 19}} {
		if got := quantile(sorted, test.q); got != test.want {
			t.Errorf("quantile %v is %v, want %v", test.q, got, test.want)
		}
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("the quantile of nothing is %v", got)
	}
}
