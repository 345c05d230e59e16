package stream

import (
	"testing"
	"time"
)

func TestAddNetwork(t *testing.T) {
	simulate(t, after(40*ms), func(s *sim) {
		s.run(2 * time.Second)
		frames := s.stream.Frames()
		flights := s.stream.flights
		if len(flights) == 0 {
			t.Fatal("nothing in flight")
		}
		shown, flying := frames[len(frames)-2], flights[0].Frame
		note := func(of Frame, off time.Duration) {
			start := of.Sent.Add(off)
			s.stream.AddNetwork(start, Network{start.Add(ms), start.Add(30 * ms), start.Add(31 * ms)})
		}
		note(shown, ms)
		note(flying, -ms)
		note(frames[len(frames)-3], 10*ms) // of no frame
		note(frames[0], ms)                // of a frame that was shown long ago
		s.run(100 * ms)
		noted := map[int]time.Duration{}
		for _, f := range s.stream.Frames() {
			if d := f.Network.Duration(); d != 0 {
				noted[f.ID] = d
			}
		}
		if len(noted) != 3 || noted[shown.ID] != 30*ms || noted[flying.ID] != 30*ms || noted[frames[0].ID] != 30*ms {
			t.Errorf("noted %v; want 30 ms for %d, %d and %d", noted, shown.ID, flying.ID, frames[0].ID)
		}
	})
}
