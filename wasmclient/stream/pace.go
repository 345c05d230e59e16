package stream

import "time"

// room says whether one more frame may be sent now. This is the place where the
// pace is decided: the window of requests in flight, today a fixed small one.
//
// While the server is silent there is one question at a time, and a question that
// stays without an answer does not hold up the next one for longer than Silence:
// a request can hang for minutes on a connection that died unnoticed, and a cold
// start may well answer the first of them after seconds. When the window is full
// of such questions the oldest one is given up.
func (s *Stream) room(now time.Time) bool {
	s.health.listen(now, s.flights, s.config.Silence)
	if s.grabbing != 0 || now.Before(s.resume) {
		return false // encoding two frames at a time would delay both
	}
	n := len(s.flights)
	if s.health.good() {
		return n < s.config.Window
	}
	if n > 0 && now.Sub(s.flights[n-1].Taken) < s.config.Silence {
		return false
	}
	if n == s.config.Window {
		s.counts.Failed++
		s.abort(0)
	}
	return true
}
