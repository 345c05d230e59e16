package stream

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

func TestEveryFrameIsShownWhenTheServerKeepsUp(t *testing.T) {
	simulate(t, after(20*time.Millisecond), func(s *sim) {
		s.state(Starting)
		s.run(4 * time.Second)
		s.state(Live)
		stats := s.stream.Stats()
		if stats.Dropped != 0 || stats.Late != 0 || stats.Failed != 0 {
			t.Errorf("dropped %d, late %d, failed %d; want none", stats.Dropped, stats.Late, stats.Failed)
		}
		if stats.FPS < 29 || stats.FPS > 31 {
			t.Errorf("%.1f frames a second, want 30", stats.FPS)
		}
		s.inOrder()
	})
}

// A slow link must cost frames, not latency: whatever the round trip, a picture on the screen
// is one round trip old.
func TestNothingIsQueued(t *testing.T) {
	for _, rtt := range []time.Duration{50 * time.Millisecond, 300 * time.Millisecond, 1500 * time.Millisecond} {
		simulate(t, after(rtt), func(s *sim) {
			s.run(20 * time.Second)
			if s.peak > s.stream.config.Window {
				t.Errorf("round trip %v: %d requests in flight, the window is %d", rtt, s.peak, s.stream.config.Window)
			}
			for _, f := range s.stream.Frames() {
				if age := f.CameraToScreen(); age != encoding+rtt {
					t.Fatalf("round trip %v: frame %d was %v old, want %v", rtt, f.ID, age, encoding+rtt)
				}
			}
			stats := s.stream.Stats()
			if stats.Shown == 0 || stats.Late != 0 {
				t.Errorf("round trip %v: %d shown, %d late", rtt, stats.Shown, stats.Late)
			}
			s.inOrder()
		})
	}
}

func TestTheWindowIsUsedToTheFull(t *testing.T) {
	simulate(t, after(90*time.Millisecond), func(s *sim) { // just under three frame intervals
		s.run(5 * time.Second)
		if got := s.stream.Stats(); got.FPS < 29 {
			t.Errorf("%.1f frames a second with a window of %d, want 30", got.FPS, got.Window)
		}
	})
}

func TestALateAnswerIsDiscarded(t *testing.T) {
	slow := func(r Request) reply {
		if r.ID == 5 {
			return reply{after: 80 * time.Millisecond}
		}
		return reply{after: 10 * time.Millisecond}
	}
	simulate(t, slow, func(s *sim) {
		s.run(time.Second)
		s.inOrder()
		if stats := s.stream.Stats(); stats.Late != 1 {
			t.Errorf("%d late, want 1", stats.Late)
		}
		if len(s.aborted) != 1 || s.aborted[0] != 5 {
			t.Errorf("aborted %v, want frame 5, which frame 6 has overtaken", s.aborted)
		}
		s.stream.Answer(5, Answer{}) // it was aborted while being decoded
		s.inOrder()
	})
}

func TestOrderAndCountsOnAnErraticNetwork(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	erratic := func(Request) reply {
		r := reply{after: time.Duration(random.ExpFloat64() * float64(60*time.Millisecond))}
		if random.Float64() < 0.05 {
			r.failure = &Failure{Status: 502}
		}
		return r
	}
	simulate(t, erratic, func(s *sim) {
		s.run(time.Minute)
		s.inOrder()
		c := s.stream.Stats()
		if most := s.stream.config.Window; s.peak > most {
			t.Errorf("%d in flight, the window is at most %d", s.peak, most)
		}
		if c.Sent != c.Shown+c.Late+c.Failed+c.InFlight {
			t.Errorf("%d sent, but %d shown + %d late + %d failed + %d in flight",
				c.Sent, c.Shown, c.Late, c.Failed, c.InFlight)
		}
		if c.Late == 0 || c.Failed == 0 || c.Shown < 500 {
			t.Errorf("%d late, %d failed, %d shown: the network was not what this test is about", c.Late, c.Failed, c.Shown)
		}
	})
}

func TestStopAbortsEverything(t *testing.T) {
	simulate(t, after(time.Second), func(s *sim) {
		s.stream.Answer(0, Answer{}) // of no frame at all
		s.until(3*time.Second, func() bool { return s.stream.Stats().InFlight > 1 })
		s.stream.Stop()
		sent := len(s.requests)
		s.run(5 * time.Second)
		s.state(Stopped)
		if s.stream.Stats().InFlight != 0 || len(s.timers) != 0 {
			t.Error("requests are in flight after Stop")
		}
		if len(s.requests) != sent {
			t.Errorf("%d requests after Stop", len(s.requests)-sent)
		}
		s.stream.Start()
		s.state(Starting)
		s.run(3 * time.Second)
		s.state(Live)
		s.inOrder()
	})
}

func TestAHiddenPageIsSilent(t *testing.T) {
	simulate(t, after(50*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.stream.Hide(true)
		s.state(Paused)
		sent := len(s.requests)
		s.run(10 * time.Second)
		if len(s.requests) != sent || len(s.timers) != 0 {
			t.Errorf("%d requests while hidden, %d in flight", len(s.requests)-sent, len(s.timers))
		}
		s.stream.Hide(false)
		took := s.until(time.Second, func() bool { return s.stream.Stats().State == Live })
		if took > 200*time.Millisecond {
			t.Errorf("live %v after the page was shown again", took)
		}
	})
}

// Stop and Hide may be called while a frame is being encoded. The next frame waits for the
// encoder.
func TestAbortWhileEncoding(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.stream.Offer(time.Now())
		s.stream.Stop()
		s.stream.Start()
		s.stream.Offer(time.Now())
		if len(s.requests) != 1 {
			t.Fatalf("%d frames were sent while the first was being encoded", len(s.requests))
		}
		time.Sleep(encoding)
		synctest.Wait()
		s.stream.Offer(time.Now())
		if len(s.requests) != 2 {
			t.Error("no frame is sent after the aborted one left the encoder")
		}
		s.run(time.Second)
		s.state(Live)
	})
}

func TestSkip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &recorder{}
		s, err := New(Default(), b)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		s.Offer(time.Now())
		s.Skip(1)
		if got := s.Stats(); got.Sent != 0 || got.Dropped != 1 || got.InFlight != 0 {
			t.Errorf("sent %d, dropped %d, in flight %d; want 0, 1, 0", got.Sent, got.Dropped, got.InFlight)
		}
		s.Offer(time.Now())
		if len(b.sent) != 2 {
			t.Error("the frame after a skipped one is not sent")
		}
	})
}

// recorder is a browser that only records its calls.
type recorder struct {
	sent           []Request
	shown, aborted []int
}

func (r *recorder) Send(q Request) { r.sent = append(r.sent, q) }
func (r *recorder) Show(id int)    { r.shown = append(r.shown, id) }
func (r *recorder) Abort(id int)   { r.aborted = append(r.aborted, id) }

func TestBeforeStartNothingIsSent(t *testing.T) {
	b := &recorder{}
	s, err := New(Default(), b)
	if err != nil {
		t.Fatal(err)
	}
	s.Offer(time.Now())
	if len(b.sent) != 0 || s.Stats().State != Idle {
		t.Errorf("%d sent, state %s", len(b.sent), s.Stats().State)
	}
}

func TestConfigValidate(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*Config){
		"no window":        func(c *Config) { c.Window = 0 },
		"a huge window":    func(c *Config) { c.Window = 17 },
		"no silence":       func(c *Config) { c.Silence = 0 },
		"no recent":        func(c *Config) { c.Recent = 0 },
		"no pause":         func(c *Config) { c.RetryMin = 0 },
		"pauses reversed":  func(c *Config) { c.RetryMax = c.RetryMin / 2 },
		"quality of 101":   func(c *Config) { c.Settings.Quality = 101 },
		"a broken chain":   func(c *Config) { c.Settings.Chain = ",," },
		"an unnamed thing": func(c *Config) { c.Settings.Chain = "Blur" },
	} {
		c := Default()
		spoil(&c)
		if c.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := New(c, &recorder{}); err == nil {
			t.Errorf("%s: New takes it", name)
		}
	}
	if (Settings{Chain: "", Quality: wire.MinQuality}).Validate() != nil {
		t.Error("the empty chain is legal")
	}
}
