package stream

import (
	"testing"
	"time"

	"framepost/api/wire"
)

func TestSpare(t *testing.T) {
	best := Stats{Condition: Condition{State: Live, Where: OnServer}, Size: 100, Quality: 85, Server: wire.Timing{Decode: 1, Ops: 2, Encode: 1}}
	if !best.Spare() {
		t.Fatal("the best of streams has nothing to spare")
	}
	for what, worsen := range map[string]func(s *Stats){
		"not started":           func(s *Stats) { s.State = Idle },
		"away":                  func(s *Stats) { s.State = Reconnecting },
		"hidden":                func(s *Stats) { s.State = Paused },
		"in the page":           func(s *Stats) { s.Where = InPage },
		"masked":                func(s *Stats) { s.Masked = true },
		"stopped":               func(s *Stats) { s.State = Stopped },
		"refused for a moment":  func(s *Stats) { s.Trouble = Failure{Status: 429, Code: wire.Busy} },
		"fewer frames":          func(s *Stats) { s.Gap = 50 * time.Millisecond },
		"a lower quality":       func(s *Stats) { s.Quality = 75 },
		"a smaller size":        func(s *Stats) { s.Quality, s.Size = 45, 75 },
		"work of 20 ms":         func(s *Stats) { s.Server.Ops = 20 },
		"a queue at the server": func(s *Stats) { s.Server.Queue = 30 },
	} {
		s := best
		if worsen(&s); s.Spare() {
			t.Errorf("%s, and still to spare", what)
		}
	}
}

// A page that processes all frames has time to spare if it keeps up, or nothing moves.
func TestSpareInPage(t *testing.T) {
	quick := Stats{Condition: Condition{State: Live, Where: InPage, Why: Serverless}, Here: wire.Timing{Decode: 4, Ops: 10, Encode: 2}}
	still := quick
	still.Here.Ops, still.Still = 200, true
	if !quick.Spare() || !still.Spare() {
		t.Errorf("to spare: %v if quick, %v if still", quick.Spare(), still.Spare())
	}
	for what, worsen := range map[string]func(s *Stats){
		"for a server that is away": func(s *Stats) { s.Why = Away },
		"not started":               func(s *Stats) { s.State = Starting },
		"it fails":                  func(s *Stats) { s.Page = Failure{Code: UnavailableCode} },
		"work of 40 ms":             func(s *Stats) { s.Here.Ops = 40 },
	} {
		s := quick
		if worsen(&s); s.Spare() {
			t.Errorf("%s, and still to spare", what)
		}
	}
}

// If answers come at once, there is soon something to spare.
func TestSpareComesWithTheBestQuality(t *testing.T) {
	simulate(t, after(5*time.Millisecond), func(s *sim) {
		s.run(100 * time.Millisecond)
		if s.stream.Stats().Spare() {
			t.Error("to spare, before it is known what the link carries")
		}
		s.run(10 * time.Second)
		if !s.stream.Stats().Spare() {
			t.Error("nothing to spare on the best of links")
		}
	})
}
