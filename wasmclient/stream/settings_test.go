package stream

import (
	"errors"
	"testing"
	"time"

	"framepost/api/wire"
)

// knows is a network with a server that refuses every chain but those.
func knows(chains ...string) func(Request) reply { return allows(wire.BadOps, chains...) }

// allows is a network with a server that refuses every other chain with that code.
func allows(code wire.Code, chains ...string) func(Request) reply {
	return func(r Request) reply {
		for _, c := range chains {
			if r.Chain == c {
				return reply{after: 20 * time.Millisecond}
			}
		}
		return reply{after: 5 * time.Millisecond, failure: &Failure{
			Status: 400, Code: code, Detail: "there is no operation " + r.Chain,
		}}
	}
}

func TestSettingsTakeEffectWithTheNextFrame(t *testing.T) {
	simulate(t, knows(wire.DefaultChain, "blur:3"), func(s *sim) {
		s.run(time.Second)
		if err := s.stream.Set(Settings{Chain: "blur:3", Quality: 40}); err != nil {
			t.Fatal(err)
		}
		s.run(interval)
		if last := s.requests[len(s.requests)-1]; last.Chain != "blur:3" || last.Quality != 40 {
			t.Errorf("the next frame goes with %v", last.Settings)
		}
	})
}

func TestARefusedChainDoesNotStopThePicture(t *testing.T) {
	for _, code := range []wire.Code{wire.BadOps, wire.Forbidden, wire.TooManyPixels, wire.TooCostly} {
		simulate(t, allows(code, wire.DefaultChain, "blur:3"), func(s *sim) {
			s.run(time.Second)
			must(t, s.stream.Set(Settings{Chain: "blur:3", Quality: 85}))
			s.run(time.Second)
			wrong := Settings{Chain: "blurr", Quality: 85}
			must(t, s.stream.Set(wrong))
			s.run(4 * time.Second)

			stats := s.stream.Stats()
			if stats.Settings.Chain != "blur:3" {
				t.Errorf("the chain is %q, want the last good one", stats.Settings.Chain)
			}
			r := stats.Refusal
			if r == nil || r.Settings != wrong || r.Code != code || r.Detail != "there is no operation blurr" {
				t.Errorf("the refusal is %+v", r)
			}
			if stats.State != Live || stats.FPS < 29 {
				t.Errorf("%s at %.1f frames a second", stats.State, stats.FPS)
			}
			if stats.Failed > stats.Window {
				t.Errorf("%d frames failed for one wrong chain", stats.Failed)
			}

			must(t, s.stream.Set(Settings{Chain: wire.DefaultChain, Quality: 85}))
			if s.stream.Stats().Refusal != nil {
				t.Error("the refusal outlives the settings")
			}
		})
	}
}

// After its update, a server may have other operations than before.
func TestAGoodChainThatTurnsBad(t *testing.T) {
	simulate(t, knows(wire.DefaultChain, "blur:3"), func(s *sim) {
		must(t, s.stream.Set(Settings{Chain: "blur:3", Quality: 85}))
		s.run(time.Second)
		s.set(knows(wire.DefaultChain))
		s.run(time.Second)
		stats := s.stream.Stats()
		if stats.Settings.Chain != wire.DefaultChain || stats.State != Live || stats.Refusal == nil {
			t.Errorf("chain %q, %s, refusal %v", stats.Settings.Chain, stats.State, stats.Refusal)
		}
	})
}

func TestNoChainIsGood(t *testing.T) {
	simulate(t, knows(), func(s *sim) {
		s.run(10 * time.Second)
		s.state(Reconnecting)
		if n := len(s.requests); n > 45 {
			t.Errorf("%d requests in 10 s that can only fail", n)
		}
		if s.stream.Stats().Trouble.Detail == "" {
			t.Error("nothing tells why")
		}
	})
}

func TestARefusalOfReplacedSettingsIsForgotten(t *testing.T) {
	simulate(t, knows(wire.DefaultChain), func(s *sim) {
		s.run(time.Second)
		must(t, s.stream.Set(Settings{Chain: "blurr", Quality: 85}))
		s.stream.Offer(time.Now())
		must(t, s.stream.Set(Settings{Chain: wire.DefaultChain, Quality: 50}))
		s.run(time.Second)
		if stats := s.stream.Stats(); stats.Refusal != nil || stats.Settings.Quality != 50 || stats.Failed == 0 {
			t.Errorf("refusal %v, quality %d, failed %d", stats.Refusal, stats.Settings.Quality, stats.Failed)
		}
	})
}

func TestSetSaysWhatIsWrongWithoutTheServer(t *testing.T) {
	simulate(t, after(10*time.Millisecond), func(s *sim) {
		before := s.stream.Stats().Settings
		for _, wrong := range []Settings{{Chain: "Resize", Quality: 85}, {Chain: "mirror", Quality: 0}, {Chain: "mirror", Quality: 101}} {
			err := s.stream.Set(wrong)
			var e *wire.Error
			if !errors.As(err, &e) || e.Detail == "" {
				t.Errorf("%v: the error is %v, want a *wire.Error", wrong, err)
			}
			if s.stream.Stats().Settings != before {
				t.Errorf("%v: the settings have changed", wrong)
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
