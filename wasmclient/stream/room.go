package stream

import "time"

// mostUnanswered bounds the requests in flight to a server that does not answer, and
// longestUnanswered the time that one of them waits.
const (
	mostUnanswered    = 3
	longestUnanswered = 15 * time.Second
)

// room reports whether one more frame may be sent to the server now.
//
// A silent server is tried with one request at a time, each of which waits for at most Silence
// before the next one is sent: a request can hang for minutes on a connection that died
// unnoticed, but a server that starts cold may well answer the first one after seconds. When
// there are too many requests, the second oldest is aborted: on a slow link the oldest would be
// answered first, and none ever were if each was aborted when it is the oldest. Once a link is
// known to be slow there is one request at a time, since a second one would delay the first.
func (s *Stream) room(now time.Time) bool {
	if s.health.good() && s.pace.collapsed(now) {
		// The oldest one may still be answered. The others would follow it through the same
		// bottleneck, and be older than a frame sent now.
		for len(s.flights) > 1 {
			s.counts.Late++
			s.abort(1)
		}
	}
	if s.grabbing != 0 || now.Before(s.resume) {
		return false // encoding two frames at once would delay both
	}
	n := len(s.flights)
	if s.health.good() {
		if s.rests(now, s.pace.taken) {
			return false
		}
		return s.pace.room(now, n)
	}
	if n > 0 && (s.health.slow(now) || now.Sub(s.flights[n-1].Taken) < s.config.Silence) {
		return false
	}
	if n >= mostUnanswered {
		s.counts.Failed++
		if now.Sub(s.flights[0].Taken) > longestUnanswered {
			s.abort(0)
		} else {
			s.abort(1)
		}
	}
	return true
}

// rests reports whether a frame is not wanted because the scene is still and one was sent less
// than a second ago, at the time taken.
func (s *Stream) rests(now, taken time.Time) bool {
	return s.stillness.still(now) && now.Sub(taken) < stillInterval-s.pace.interval/2
}

// room reports whether the window and the frame rate admit one more frame.
func (p *pace) room(now time.Time, inFlight int) bool {
	if inFlight >= p.window {
		p.limited = true
		return false
	}
	if now.Before(p.next) {
		return false
	}
	return p.gap == 0 || now.Sub(p.taken) > p.gap-p.interval/2
}
