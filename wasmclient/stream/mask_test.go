package stream

import (
	"testing"
	"time"

	"framepost/api/wire"
)

var hidden = Settings{Chain: "faces:pixelate,local:,resize:700", Quality: 85}

func (s *sim) change(settings Settings) {
	s.t.Helper()
	if err := s.stream.Set(settings); err != nil {
		s.t.Fatal(err)
	}
}

// What comes before the mark runs in the page, the rest on the server; while the server is away,
// all of it runs in the page.
func TestAFrameIsMaskedBeforeItIsSent(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.PageReady(1)
		s.change(hidden)
		s.run(time.Second)
		s.state(Live)
		s.set(failing(time.Millisecond, refused))
		s.run(time.Second)
		s.where(InPage, Away)
		for _, r := range s.requests {
			mask, chain := "faces:pixelate", "resize:700"
			if r.Place == InPage {
				mask, chain = "", "faces:pixelate,resize:700"
			}
			if r.Mask != mask || r.Chain != chain {
				t.Fatalf("frame %d runs %q before it is sent to the %s, and there %q", r.ID, r.Mask, r.Place, r.Chain)
			}
		}
	})
}

// If the mask cannot be made, nothing is sent, whatever the reason.
func TestNothingLeavesUnmasked(t *testing.T) {
	unable := Failure{Code: UnavailableCode, Detail: "the cascade is missing"}
	for name, fail := range map[string]func(s *sim){
		"not loaded": func(s *sim) {},
		"lost":       func(s *sim) { s.stream.PageReady(1); s.stream.PageLost(unable) },
		"unknown":    func(s *sim) { s.stream.PageReady(1); s.unmasked = &Failure{Code: wire.BadOps, Detail: "no faces here"} },
		"crashed": func(s *sim) {
			s.stream.PageReady(1)
			s.unmasked = &Failure{Code: wire.Internal, Detail: "it has crashed"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			simulate(t, after(15*time.Millisecond), func(s *sim) {
				s.run(time.Second)
				fail(s)
				s.change(hidden)
				if name == "not loaded" && !s.stream.WantsPage(false) {
					t.Error("it is not loaded either")
				}
				began, posted := time.Now(), s.posted
				s.run(20 * time.Second)
				if s.posted != posted {
					t.Errorf("%d frames were posted", s.posted-posted)
				}
				if n := s.places(began)[InPage]; n != 0 {
					t.Errorf("%d frames in the page", n)
				}
				s.state(Starting)
				if got := s.stream.Stats().Settings; got != hidden {
					t.Errorf("the settings have become %v", got)
				}
			})
		})
	}
}

// A server that refuses the rest of the chain does not make the stream go back to one without the mask.
func TestARefusalDoesNotTakeTheMaskOff(t *testing.T) {
	simulate(t, func(r Request) reply {
		if r.Chain == "resize:700" {
			return reply{failure: &Failure{Status: 400, Code: wire.BadOps, Detail: "no"}}
		}
		return reply{after: 15 * time.Millisecond}
	}, func(s *sim) {
		s.stream.PageReady(1)
		s.run(time.Second)
		s.change(hidden)
		s.run(time.Second)
		if got := s.stream.Stats().Settings; got != hidden {
			t.Errorf("the settings have become %v", got)
		}
		s.change(Settings{Chain: "mirror", Quality: 85}) // the viewer takes it off
		s.run(time.Second)
		s.state(Live)
	})
}

func TestKeepsPictures(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		if s.stream.KeepsPictures() {
			t.Error("at first")
		}
		s.change(hidden)
		if !s.stream.KeepsPictures() {
			t.Error("not if they are masked")
		}
		s.change(Default().Settings)
		s.stream.Process(InPage)
		if !s.stream.KeepsPictures() {
			t.Error("not if the viewer has chosen the page")
		}
		s.stream.Process(Automatic)
		if s.stream.KeepsPictures() {
			t.Error("after that, too")
		}
		s.stream.SetServerless()
		if !s.stream.KeepsPictures() {
			t.Error("not without a server")
		}
	})
}

// A frame that is still being encoded, or uploaded, when the viewer puts a mask on does not leave
// without it.
func TestWhatIsUnderWayIsNotSentWithoutANewMask(t *testing.T) {
	other := Settings{Chain: "faces:pixelate,local:,mirror", Quality: 85}
	lighter := Settings{Chain: "mirror,local:,resize:700", Quality: 85}
	for _, c := range []struct {
		name          string
		before, after Settings
		stays         bool
	}{
		{"on", Default().Settings, hidden, false},
		{"another mask", lighter, hidden, false},
		{"the same mask", hidden, other, true},
		{"off", hidden, Default().Settings, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			simulate(t, after(60*time.Millisecond), func(s *sim) {
				s.stream.PageReady(1)
				s.change(c.before)
				s.run(time.Second)
				s.stream.Offer(time.Now())
				under := s.stream.Stats().InFlight
				encoders, posted := s.uploads()
				if encoders != 1 || under < 2 {
					t.Fatalf("%d frames are being encoded, %d are under way", encoders, under)
				}
				s.change(c.after)
				left := s.stream.Stats().InFlight
				time.Sleep(time.Second)
				_, more := s.uploads()
				if more -= posted; c.stays && (left != under || more != 1) || !c.stays && (left != 0 || more != 0) {
					t.Errorf("%d of %d frames are left, %d were posted", left, under, more)
				}
			})
		})
	}
}

// A mask that cannot be read holds everything back until it can, unless there is another one.
func TestWithhold(t *testing.T) {
	simulate(t, after(15*time.Millisecond), func(s *sim) {
		s.stream.PageReady(1)
		s.run(time.Second)
		s.state(Live)
		why := Failure{Code: wire.BadOps, Detail: "operation 3 has no name"}
		s.stream.Withhold(why)
		posted := s.posted
		s.run(5 * time.Second)
		if s.posted != posted {
			t.Errorf("%d frames were posted", s.posted-posted)
		}
		s.state(Starting)
		if got := s.stream.Condition(); !got.Masked || got.Page != why || !s.stream.KeepsPictures() {
			t.Errorf("the condition is %+v", got)
		}
		s.change(hidden)
		s.run(time.Second)
		s.state(Live)
		s.change(Default().Settings)
		posted = s.posted
		s.run(time.Second)
		if s.posted != posted {
			t.Errorf("%d frames were posted when the other mask was off", s.posted-posted)
		}
		s.stream.Process(InPage)
		s.run(time.Second)
		s.state(Live)
		s.where(InPage, Wished)
		s.stream.Process(Automatic)
		s.stream.Withhold(Failure{})
		s.run(time.Second)
		s.state(Live)
		s.where(OnServer, "")
		if s.posted == posted || s.stream.KeepsPictures() {
			t.Error("nothing is sent afterwards")
		}
	})
}
