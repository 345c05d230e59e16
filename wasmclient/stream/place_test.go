package stream

import (
	"testing"
	"time"

	"framepost/api/wire"
)

// places returns how many frames were sent to each place since a time.
func (s *sim) places(since time.Time) map[Place]int {
	n := map[Place]int{}
	for i, r := range s.requests {
		if !s.at[i].Before(since) {
			n[r.Place]++
		}
	}
	return n
}

// gap returns the longest time without a new picture since a time.
func (s *sim) gap(since time.Time) (longest time.Duration) {
	last := since
	for _, at := range append(s.painted, time.Now()) {
		if at.After(since) {
			longest = max(longest, at.Sub(last))
			last = at
		}
	}
	return longest
}

func (s *sim) where(place Place, why Reason) {
	s.t.Helper()
	if got := s.stream.Stats(); got.Where != place || got.Why != why {
		s.t.Errorf("frames are processed by the %s because of %q, want %s, %q", got.Where, got.Why, place, why)
	}
}

// mostGap is the longest time for which the picture may stand still while the server is away.
const mostGap = 300 * time.Millisecond

// However the server goes away, the picture goes on in the page; and within a second after its
// return the server has it again.
func TestThePageStandsInForTheServer(t *testing.T) {
	for name, away := range map[string]func(Request) reply{
		"refused":     failing(time.Millisecond, refused),
		"bad gateway": failing(30*time.Millisecond, Failure{Status: 502}),
		"silent":      func(Request) reply { return reply{hangs: true} },
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, after(15*time.Millisecond), func(s *sim) {
				s.stream.PageReady(2)
				s.run(3 * time.Second)
				s.where(OnServer, "")
				began := time.Now()
				s.set(away)
				s.run(5 * time.Second)
				s.where(InPage, Away)
				s.state(Live)
				if gap := s.gap(began); gap > mostGap {
					t.Errorf("the picture stood still for %v", gap)
				}
				if name == "silent" {
					s.stream.Offline() // the requests never end
					s.stream.Retry()
				}
				s.set(after(15 * time.Millisecond))
				back := time.Now()
				took := s.until(2*time.Second, func() bool { return s.stream.Stats().Where == OnServer })
				if took > time.Second {
					t.Errorf("handed back after %v", took)
				}
				s.run(3 * time.Second)
				s.where(OnServer, "")
				if gap := s.gap(back); gap > mostGap {
					t.Errorf("the picture stood still for %v when it was handed back", gap)
				}
				s.inOrder()
			})
		})
	}
}

// Without a page that is ready, an outage is what it was.
func TestWithoutThePageAnOutageIsShown(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.set(failing(time.Millisecond, refused))
		s.run(time.Second)
		s.state(Reconnecting)
		s.where(OnServer, "")
	})
}

// The page bridges the pause that a busy server asks for. It does not hide what a server wants from
// the viewer.
func TestABusyServerAndOneThatAsks(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.PageReady(1)
		s.run(time.Second)
		began := time.Now()
		s.set(failing(time.Millisecond, Failure{Status: 503, Code: wire.Busy, RetryAfter: 2 * time.Second}))
		s.run(time.Second)
		s.where(InPage, Busy)
		if gap := s.gap(began); gap > mostGap {
			t.Errorf("the picture stood still for %v", gap)
		}
	})
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.PageReady(1)
		s.run(time.Second)
		s.set(failing(time.Millisecond, Failure{Status: 401, Code: wire.Expired}))
		s.run(time.Second)
		s.where(OnServer, "")
		s.state(Reconnecting)
	})
}

func TestAColdServerIsNotWaitedFor(t *testing.T) {
	simulate(t, after(4*time.Second), func(s *sim) {
		s.stream.PageReady(1)
		began := time.Now()
		s.run(time.Second)
		s.where(InPage, Cold)
		if gap := s.gap(began); gap > mostGap {
			t.Errorf("no picture for %v", gap)
		}
		s.set(after(15 * time.Millisecond))
		s.until(4*time.Second, func() bool { return s.stream.Stats().Where == OnServer })
	})
}

// Until it is known whether there is an API, no picture leaves the page.
func TestAHostOfFilesIsSentNothing(t *testing.T) {
	for _, served := range []bool{true, false} {
		simulate(t, after(15*time.Millisecond), func(s *sim) {
			s.stream.AwaitServer()
			s.stream.PageReady(1)
			s.run(2 * time.Second)
			s.where(InPage, Cold)
			if !s.stream.KeepsPictures() {
				t.Error("other pictures may leave")
			}
			s.stream.Process(OnServer)
			s.run(time.Second)
			if _, posted := s.uploads(); posted > 0 {
				t.Errorf("%d frames were posted", posted)
			}
			s.stream.Process(Automatic)
			if served {
				s.stream.SetServed()
				s.run(time.Second)
				s.where(OnServer, "")
				s.state(Live)
				return
			}
			s.stream.SetServerless()
			s.run(time.Second)
			s.where(InPage, Serverless)
			if _, posted := s.uploads(); posted > 0 {
				t.Errorf("%d frames were posted", posted)
			}
		})
	}
}

// A server that fails again and again is left for longer each time, and taken again for good when
// it no longer does.
func TestNoFlapping(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.PageReady(2)
		s.run(time.Second)
		down := false
		changes, place := 0, OnServer
		for range 60 { // of one second each, half of it down
			down = !down
			if down {
				s.set(failing(time.Millisecond, refused))
			} else {
				s.set(after(15 * time.Millisecond))
			}
			s.run(500 * time.Millisecond)
			if now := s.stream.Stats().Where; now != place {
				changes, place = changes+1, now
			}
		}
		if changes > 14 {
			t.Errorf("%d changes in 30 s", changes)
		}
		if down {
			s.set(after(15 * time.Millisecond))
		}
		s.run(2 * longestStay)
		s.where(OnServer, "")
	})
}

// On a long way a quick pass in the page is preferred; the server is asked now and then, and taken
// again when the way is short.
func TestTheNearerIsPreferred(t *testing.T) {
	simulate(t, after(150*time.Millisecond), func(s *sim) {
		s.stream.PageReady(2)
		s.run(5 * time.Second)
		s.where(InPage, Nearer)
		began := time.Now()
		s.run(10 * time.Second)
		s.where(InPage, Nearer)
		if n := s.places(began)[OnServer]; n < 3 || n > 7 {
			t.Errorf("the server was asked %d times in 10 s", n)
		}
		if gap := s.gap(began); gap > 3*interval {
			t.Errorf("the picture stood still for %v", gap)
		}
		s.set(after(10 * time.Millisecond))
		s.run(15 * time.Second)
		s.where(OnServer, "")
		s.inOrder()
	})
}

func TestAShortWayIsNotLeft(t *testing.T) {
	for name, s := range map[string]struct{ way, pass time.Duration }{
		"short way":               {30 * time.Millisecond, 5 * time.Millisecond},
		"slow page":               {150 * time.Millisecond, 120 * time.Millisecond},
		"too slow for the camera": {300 * time.Millisecond, 100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, after(s.way), func(sim *sim) {
				sim.page = after(s.pass)
				sim.run(time.Second) // the server is not cold
				sim.stream.PageReady(2)
				sim.run(25 * time.Second)
				sim.where(OnServer, "")
				if n := sim.places(time.Time{})[InPage]; n < warmPasses || n > warmPasses+3 {
					t.Errorf("%d frames measured the page", n)
				}
				if sim.stream.Stats().Late > 0 {
					t.Error("the measurement has made answers late")
				}
			})
		})
	}
}

// What the viewer wishes holds, whatever the server does: in the page, nothing is sent.
func TestTheWishHolds(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.run(time.Second)
		s.stream.Process(InPage)
		began := time.Now()
		s.run(time.Second)
		s.where(InPage, Wished)
		if n := len(s.places(began)); n != 0 {
			t.Errorf("something was sent before the page was ready")
		}
		if !s.stream.WantsPage(false) {
			t.Error("the page is not loaded")
		}
		s.stream.PageReady(1)
		s.run(10 * time.Second)
		if n := s.places(began); n[OnServer] != 0 || n[InPage] < 250 {
			t.Errorf("%v, want frames in the page only", n)
		}
		s.state(Live)

		s.stream.Process(OnServer)
		s.set(failing(time.Millisecond, refused))
		began = time.Now()
		s.run(5 * time.Second)
		s.state(Reconnecting)
		if n := s.places(began)[InPage]; n != 0 {
			t.Errorf("%d frames in the page", n)
		}
	})
}

// A chain that the page cannot process stays with the server, or is refused where there is none.
func TestAChainThatThePageDoesNotKnow(t *testing.T) {
	overlay := Settings{Chain: "overlay:logo", Quality: 85}
	unknown := func(r Request) reply {
		if r.Chain == overlay.Chain {
			return reply{after: time.Millisecond, failure: &Failure{Code: wire.BadOps, Detail: "there is no overlay here"}}
		}
		return reply{after: pass}
	}
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.page = unknown
		s.stream.PageReady(1)
		s.run(time.Second)
		if err := s.stream.Set(overlay); err != nil {
			t.Fatal(err)
		}
		s.run(time.Second)
		s.set(failing(time.Millisecond, refused))
		s.run(time.Second)
		s.state(Reconnecting)
		if got := s.stream.Stats().Settings; got != overlay {
			t.Errorf("the settings are %v", got)
		}
	})
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.page = unknown
		s.stream.SetServerless()
		s.stream.PageReady(1)
		s.run(time.Second)
		if err := s.stream.Set(overlay); err != nil {
			t.Fatal(err)
		}
		s.run(time.Second)
		s.state(Live)
		stats := s.stream.Stats()
		if stats.Refusal == nil || stats.Settings != Default().Settings {
			t.Errorf("refused: %v; the settings are %v", stats.Refusal, stats.Settings)
		}
		if n := s.places(time.Time{})[OnServer]; n != 0 {
			t.Errorf("%d requests without a server", n)
		}
	})
}

// A page that has crashed is left alone for a while.
func TestAPageThatFails(t *testing.T) {
	simulate(t, failing(time.Millisecond, refused), func(s *sim) {
		s.page = failing(time.Millisecond, Failure{Code: wire.Internal, Detail: "it has crashed"})
		s.stream.PageReady(2)
		s.run(10 * time.Second)
		s.state(Reconnecting)
		if n := s.places(time.Time{})[InPage]; n == 0 || n > 6 {
			t.Errorf("%d frames in 10 s", n)
		}
		s.stream.PageLost(Failure{Code: UnavailableCode})
		if s.stream.WantsPage(true) {
			t.Error("it is loaded again at once")
		}
		s.run(pageRetry)
		if !s.stream.WantsPage(true) {
			t.Error("it is not loaded again")
		}
	})
}

// The page gets ready before it is needed, but only if the server answers well and nobody
// minds the bytes.
func TestStandby(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.run(standbyAfter / 2)
		if s.stream.WantsPage(true) {
			t.Error("it is loaded at once")
		}
		s.run(standbyAfter)
		if !s.stream.WantsPage(true) || s.stream.WantsPage(false) {
			t.Error("it is not loaded, or without being wanted")
		}
		s.stream.Process(OnServer)
		if s.stream.WantsPage(true) {
			t.Error("it is loaded although it may never be used")
		}
	})
	simulate(t, after(time.Minute), func(s *sim) {
		s.run(time.Second)
		if s.stream.WantsPage(true) {
			t.Error("it is loaded while the first answer may still come")
		}
		s.run(time.Second)
		if !s.stream.WantsPage(false) {
			t.Error("it is not loaded for a server that is cold")
		}
	})
}

// Frames of the page are recorded as such, and cost nothing.
func TestFramesOfThePageAreRecorded(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.SetServerless()
		s.stream.PageReady(2)
		s.run(3 * time.Second)
		stats := s.stream.Stats()
		if stats.FPS < 29 || stats.Served != 0 || stats.RTT.P50 != 0 || stats.BytesUp != 0 {
			t.Errorf("%.1f a second, of which the server %.1f; a round trip of %v, %d bytes up", stats.FPS, stats.Served, stats.RTT.P50, stats.BytesUp)
		}
		for _, f := range s.stream.Frames() {
			if f.Place != InPage || f.Sent.Before(f.Taken) || f.Shown.Before(f.Sent) {
				t.Fatalf("%+v", f)
			}
		}
	})
}
