package stream

import (
	"testing"
	"time"

	"framepost/api/wire"
)

var refused = Failure{} // as of a connection that is refused

// However long the server was away, there is a new picture within a second after its return.
func TestRecoveryWithinASecond(t *testing.T) {
	for _, why := range []Failure{refused, {Status: 502}, {Status: 503, Code: wire.Draining}, {Status: 504}} {
		for _, outage := range []time.Duration{50, 400, 990, 3000, 5370, 20_010} { // ms
			simulate(t, after(15*time.Millisecond), func(s *sim) {
				s.run(time.Second)
				s.set(failing(2*time.Millisecond, why))
				s.run(outage * time.Millisecond)
				s.set(after(15 * time.Millisecond))
				took := s.until(2*time.Second, func() bool { return s.stream.Stats().State == Live })
				if took > time.Second {
					t.Errorf("status %d, away for %d ms: shown again after %v", why.Status, outage, took)
				}
				s.run(4 * time.Second)
				if got := s.stream.Stats().FPS; got < 29 {
					t.Errorf("status %d, away for %d ms: %.1f frames a second afterwards", why.Status, outage, got)
				}
			})
		}
	}
}

func TestAnOutageIsTriedEverLessOften(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.set(failing(time.Millisecond, refused))
		start := time.Now()
		s.run(10 * time.Second)
		s.state(Reconnecting)
		var tries []time.Time
		for _, at := range s.at {
			if !at.Before(start) {
				tries = append(tries, at)
			}
		}
		c := s.stream.config
		most := int(10*time.Second/(c.RetryMax/2)) + 8
		if len(tries) > most {
			t.Errorf("%d tries in 10 s, want at most %d", len(tries), most)
		}
		for i := 8; i+1 < len(tries); i++ { // the first pauses are still growing
			pause := tries[i+1].Sub(tries[i])
			if pause < c.RetryMax/2 || pause > c.RetryMax+2*interval {
				t.Errorf("pause %d is %v, want %v to %v", i, pause, c.RetryMax/2, c.RetryMax)
			}
		}
	})
}

func TestRetriesAreSpread(t *testing.T) {
	s := &Stream{config: Default(), random: func() float64 { return 0 }}
	now := time.Now()
	s.hold(now, 100*time.Millisecond, 0)
	longest := s.resume.Sub(now)
	s.resume, s.random = time.Time{}, func() float64 { return 0.999 }
	s.hold(now, 100*time.Millisecond, 0)
	if shortest := s.resume.Sub(now); longest != 100*time.Millisecond || shortest < 50*time.Millisecond || shortest > 51*time.Millisecond {
		t.Errorf("pauses from %v to %v, want 50 to 100 ms", shortest, longest)
	}
}

// A window that breaks counts as one failure, so the pause after it is the shortest.
func TestAWindowThatBreaksIsOneFailure(t *testing.T) {
	simulate(t, after(60*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		for id := s.stream.lastID - 1; id <= s.stream.lastID; id++ {
			s.stream.Fail(id, refused)
		}
		if s.stream.failures != 1 {
			t.Errorf("%d failures, want 1", s.stream.failures)
		}
		if pause := time.Until(s.stream.resume); pause > s.stream.config.RetryMin {
			t.Errorf("a pause of %v, want at most %v", pause, s.stream.config.RetryMin)
		}
	})
}

func TestASilentServer(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.set(func(Request) reply { return reply{hangs: true} })
		sent := len(s.requests)
		s.run(2*time.Second - interval)
		s.state(Live) // the server may only be slow
		s.run(4 * interval)
		s.state(Reconnecting)
		s.run(20 * time.Second)
		if n := len(s.requests) - sent; n > 3+11 {
			t.Errorf("%d requests in 22 s to a server that does not answer", n)
		}
		if s.peak > s.stream.config.Window {
			t.Errorf("%d requests in flight", s.peak)
		}
		s.set(after(10 * time.Millisecond))
		s.until(3*time.Second, func() bool { return s.stream.Stats().State == Live })
	})
}

// On a link that takes seconds for a frame, the server is not said to be away, although it may
// refuse most of the frames.
func TestASlowLink(t *testing.T) {
	mostly := func(why Failure) func(Request) reply {
		return func(r Request) reply {
			if r.ID%4 == 0 {
				return reply{after: 3 * time.Second}
			}
			return reply{after: 3 * time.Second, failure: &why}
		}
	}
	for name, network := range map[string]func(Request) reply{
		"answered": after(3 * time.Second),
		"late":     mostly(Failure{Status: 503, Code: wire.Late}),
		"starved":  failing(5500*time.Millisecond, Failure{Status: 503, Code: wire.Timeout}), // the server waits for so long
	} {
		t.Run(name, func(t *testing.T) { slowLink(t, network) })
	}
}

func slowLink(t *testing.T, network func(Request) reply) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		slow := func() bool { return s.stream.Condition().Slow }
		s.run(time.Second)
		s.set(network)
		s.until(20*time.Second, slow)
		for range 40 { // whether it is Live or Reconnecting
			if s.run(250 * time.Millisecond); !slow() {
				t.Fatalf("not slow, but %v", s.stream.Condition())
			}
		}
		s.set(func(Request) reply { return reply{hangs: true} })
		s.run(25 * time.Second)
		if s.state(Reconnecting); slow() {
			t.Error("a server that is away seems slow")
		}
		s.set(after(10 * time.Millisecond))
		s.until(3*time.Second, func() bool { return s.stream.Stats().State == Live && !slow() })
	})
}

// A server that refuses frames at once is busy, and the link is not slow; before the first
// picture it counts as one that has not answered yet.
func TestARefusalIsAnAnswer(t *testing.T) {
	busy := failing(5*time.Millisecond, Failure{Status: 503, Code: wire.Late})
	simulate(t, busy, func(s *sim) {
		s.run(5 * time.Second)
		s.state(Starting)
		s.set(after(10 * time.Millisecond))
		s.until(3*time.Second, func() bool { return s.stream.Stats().State == Live })
		s.set(busy)
		s.run(10 * time.Second)
		s.state(Live)
		if s.stream.Condition().Slow {
			t.Error("a busy server seems to be behind a slow link")
		}
	})
}

// However slow the link, the oldest frame gets its answer.
func TestASlowLinkDelivers(t *testing.T) {
	for _, took := range []time.Duration{3 * time.Second, 6500 * time.Millisecond, 12 * time.Second} {
		simulate(t, after(10*time.Millisecond), func(s *sim) {
			s.run(time.Second)
			s.set(after(took))
			shown := s.stream.Stats().Shown
			s.until(3*took+5*time.Second, func() bool { return s.stream.Stats().Shown > shown+1 })
		})
	}
}

// Where the server gives up waiting for frames, they become as light as they can be.
func TestStarvedFramesAreLight(t *testing.T) {
	slow := func(r Request) reply {
		if r.UploadSize > levels[lightest].size {
			return reply{after: 5500 * time.Millisecond, failure: &Failure{Status: 503, Code: wire.Timeout}}
		}
		return reply{after: 1500 * time.Millisecond}
	}
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.run(3 * time.Second)
		s.set(slow)
		shown := s.stream.Stats().Shown
		s.until(10*time.Second, func() bool { return s.stream.Stats().Shown > shown+1 })
	})
}

// An instance that starts cold takes seconds for its first answer. Until then it gets few
// requests.
func TestColdStart(t *testing.T) {
	ready := time.Time{}
	cold := func(Request) reply { return reply{after: max(10*time.Millisecond, time.Until(ready))} }
	simulate(t, cold, func(s *sim) {
		ready = time.Now().Add(5 * time.Second)
		s.run(4900 * time.Millisecond)
		s.state(Starting)
		if n := len(s.requests); n > 3 {
			t.Errorf("%d requests before the first answer, want at most 3", n)
		}
		s.until(200*time.Millisecond, func() bool { return s.stream.Stats().State == Live })
		s.inOrder()
	})
}

func TestABusyServerIsLeftAlone(t *testing.T) {
	for _, test := range []struct {
		why         Failure
		least, most time.Duration
	}{
		{Failure{Status: 429, Code: wire.Busy, RetryAfter: time.Second}, time.Second, 1200 * time.Millisecond},
		{Failure{Status: 429, Code: wire.Busy, RetryAfter: time.Hour}, maxRetryAfter, maxRetryAfter + 200*time.Millisecond},
		{Failure{Status: 429, Code: wire.RateLimited, RetryAfter: time.Second}, time.Second, 1200 * time.Millisecond},
		{Failure{Status: 503, Code: wire.Late}, 50 * time.Millisecond, 150 * time.Millisecond},
	} {
		simulate(t, after(10*time.Millisecond), func(s *sim) {
			s.run(time.Second)
			s.set(failing(5*time.Millisecond, test.why))
			first := len(s.requests)
			s.until(time.Second, func() bool { return s.stream.Stats().Failed == 1 })
			s.set(after(10 * time.Millisecond))
			s.run(6 * time.Second)
			pause := s.at[first+1].Sub(s.at[first])
			if pause < test.least || pause > test.most+interval {
				t.Errorf("%s, Retry-After %v: the next frame went after %v, want %v to %v",
					test.why.Code, test.why.RetryAfter, pause, test.least, test.most)
			}
			s.state(Live) // a busy server is not away
		})
	}
}

func TestAnswersDoNotEndABusyServersPause(t *testing.T) {
	simulate(t, after(100*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.stream.Fail(s.stream.lastID, Failure{Status: 429, Code: wire.Busy, RetryAfter: time.Second})
		sent := len(s.requests)
		s.run(900 * time.Millisecond) // the other requests in flight are answered now
		if n := len(s.requests) - sent; n != 0 {
			t.Errorf("%d frames sent within the pause", n)
		}
	})
}

func TestRetryEndsThePause(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.set(failing(time.Millisecond, refused))
		s.run(5 * time.Second)
		s.set(after(10 * time.Millisecond))
		s.stream.Retry()
		s.run(3 * interval)
		s.state(Live)
	})
}

// The browser reports that the network is lost while requests hang, and then that it is back.
func TestOffline(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.set(func(Request) reply { return reply{hangs: true} })
		s.run(4 * interval)
		s.stream.Offline()
		s.state(Reconnecting)
		if n := s.stream.Stats().InFlight; n != 0 {
			t.Errorf("%d requests still hang", n)
		}
		s.set(failing(time.Millisecond, refused))
		s.run(5 * time.Second)
		s.set(after(10 * time.Millisecond))
		s.stream.Retry()
		s.run(3 * interval)
		s.state(Live)
		stats := s.stream.Stats()
		if stats.Sent != stats.Shown+stats.Late+stats.Failed+stats.InFlight {
			t.Errorf("the counts do not add up: %+v", stats.Counts)
		}
		s.stream.Hide(true)
		s.stream.Offline()
		s.stream.Hide(false)
		s.run(10 * interval)
		s.state(Live)
	})
}
