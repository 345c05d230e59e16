package stream

import (
	"testing"
	"time"
)

// What is only for later is begun where the frames leave room, and given up where they are slow.
func TestRoomForLater(t *testing.T) {
	for _, test := range []struct {
		mbits     float64
		room, end bool
	}{{0, true, false}, {20, true, false}, {1.5, false, true}} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, test.mbits, 40*ms)
			run(8*time.Second, v)
			if room := v.stream.HasRoom(); room != test.room {
				t.Errorf("%v Mbit/s: room is %t", test.mbits, room)
			}
			end := false
			for range 4 { // as if a load were under way
				end = end || v.stream.HeldUp()
				run(time.Second, v)
			}
			if end != test.end {
				t.Errorf("%v Mbit/s: held up is %t", test.mbits, end)
			}
			w.end(v)
		})
	}
}

// A link that gets slow has no load any more. Each further one begins after a longer pause.
func TestALoadThatHoldsUpIsGivenUp(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 20, 40*ms)
		run(8*time.Second, v)
		for _, pause := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
			v.rate(1)
			for n := 0; !v.stream.HeldUp(); n++ {
				if n > 10 {
					t.Fatal("it is never given up")
				}
				run(time.Second, v)
			}
			given := time.Now()
			v.rate(20)
			for !v.stream.HasRoom() {
				run(interval, v)
			}
			if took := time.Since(given); took < pause || took > pause+4*time.Second {
				t.Errorf("begun again after %v, want %v or a little more", took, pause)
			}
		}
		w.end(v)
	})
}

// Nothing is begun in a hidden page. What has begun goes on there, and where no server answers.
func TestLaterWithoutFrames(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.Hide(true)
		if s.stream.HasRoom() || s.stream.HeldUp() {
			t.Error("a hidden page begins a load, or gives one up")
		}
		s.stream.Hide(false)
		s.stream.SetServerless()
		if !s.stream.HasRoom() || s.stream.HeldUp() {
			t.Error("no room although nothing is sent")
		}
		s.stream.Stop()
		if !s.stream.HasRoom() {
			t.Error("no room although nothing is streamed")
		}
	})
}
