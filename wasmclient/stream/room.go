package stream

import "time"

// questions is how many requests may be waiting for a server that does not answer.
const questions = 3

// room says whether one more frame may be sent now.
//
// While the server is silent there is one question at a time, and a question that
// stays without an answer does not hold up the next one for longer than Silence:
// a request can hang for minutes on a connection that died unnoticed, and a cold
// start may well answer the first of them after seconds. When there are too many
// such questions the oldest one is given up.
func (s *Stream) room(now time.Time) bool {
	s.health.listen(now, s.flights, s.config.Silence)
	if s.health.good() && s.pace.collapsed(now) {
		// The oldest may still come. The others would come after it through the same
		// hole, older than a frame of now.
		for len(s.flights) > 1 {
			s.counts.Late++
			s.abort(1)
		}
	}
	if s.grabbing != 0 || now.Before(s.resume) {
		return false // encoding two frames at a time would delay both
	}
	n := len(s.flights)
	if s.health.good() {
		if s.still.now(now) && now.Sub(s.pace.taken) < honest-s.pace.interval/2 {
			return false
		}
		return s.pace.room(now, n)
	}
	if n > 0 && now.Sub(s.flights[n-1].Taken) < s.config.Silence {
		return false
	}
	if n >= questions {
		s.counts.Failed++
		s.abort(0)
	}
	return true
}

// room says whether the window and the frame rate admit one more frame.
func (p *pace) room(now time.Time, inFlight int) bool {
	if inFlight >= p.window {
		p.limited = true
		return false
	}
	return p.gap == 0 || now.Sub(p.taken) > p.gap-p.interval/2
}
