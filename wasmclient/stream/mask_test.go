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
				s.run(100 * time.Millisecond) // what was under way before
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
