package stream

import (
	"time"

	"framepost/api/wire"
)

// Failure is a request that got no picture.
type Failure struct {
	Status     int           // of the response; 0 when there was none
	Code       wire.Code     // of the problem document; empty when there was none
	Detail     string        // what the server says about it
	RetryAfter time.Duration // what the server asks for; 0 when it does not
}

// maxRetryAfter bounds what a server can ask for: a picture that stands still for
// longer would look dead.
const maxRetryAfter = 5 * time.Second

// health is what is known about the server's state.
type health struct {
	since    time.Time // first answer since Start, or since the page was shown again
	heard    time.Time // last answer
	failures int       // in a row
	resume   time.Time // nothing is sent before
	trouble  Failure   // the last failure, until the next answer
}

func (h *health) reset() { *h = health{} }

func (h *health) good() bool { return !h.heard.IsZero() && h.failures == 0 }

// answered ends an outage, pause included. The pause that a busy server asked for
// is kept even though other frames are still being answered.
func (h *health) answered(now time.Time) {
	if h.since.IsZero() {
		h.since = now
	}
	if h.failures > 0 {
		h.resume = time.Time{}
	}
	h.heard, h.failures, h.trouble = now, 0, Failure{}
}

// listen notices a server that has fallen silent: the oldest request in flight has
// waited for longer than silence, and nothing else was answered meanwhile.
func (h *health) listen(now time.Time, flights []flight, silence time.Duration) {
	if !h.good() || len(flights) == 0 {
		return
	}
	from := flights[0].Taken
	if h.heard.After(from) {
		from = h.heard
	}
	if now.Sub(from) > silence {
		h.failures++
		h.trouble = Failure{}
	}
}

// Fail reports a request that got no picture.
//
// A refused chain says nothing about the server: the settings go back to the last
// good ones and the picture goes on. A busy server is left alone for as long as it
// asks. Anything else counts as an outage, in which one frame at a time is tried,
// ever less often up to RetryMax.
func (s *Stream) Fail(id int, why Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.take(id)
	if !ok {
		return
	}
	s.counts.Failed++
	now := time.Now()
	switch why.Code {
	case wire.BadOps, wire.BadQuality, wire.BadScale:
		if s.settings.refused(f.settings, &wire.Error{Code: why.Code, Detail: why.Detail}) {
			return
		}
		s.outage(now, f, why)
	case wire.Busy, wire.Late:
		s.trouble = why
		s.pace.refused(now)
		s.hold(now, s.config.RetryMin, why.RetryAfter)
	default:
		s.outage(now, f, why)
	}
}

// outage counts one failure of a server that is away. A window of requests that
// breaks at once is one failure, not three: only the first of them, and each frame
// that was sent after the pause which it started, makes the next pause longer.
func (s *Stream) outage(now time.Time, f flight, why Failure) {
	if s.failures == 0 || !f.Taken.Before(s.resume) {
		s.hold(now, s.retry(), why.RetryAfter)
		s.failures++
	}
	s.trouble = why
}

// retry is the pause after one more failure in a row.
func (s *Stream) retry() time.Duration {
	pause := s.config.RetryMin
	for range s.failures {
		pause = min(2*pause, s.config.RetryMax)
	}
	return pause
}

// hold sends nothing for the pause, of which up to half is left out at random so
// that the viewers a server has lost do not all come back in the same instant. If
// the server asked for a longer pause that one is kept in full, and spread too.
func (s *Stream) hold(now time.Time, pause, asked time.Duration) {
	pause -= s.spread(pause / 2)
	if asked > pause {
		pause = min(asked, maxRetryAfter) + s.spread(s.config.RetryMin)
	}
	if until := now.Add(pause); until.After(s.resume) {
		s.resume = until
	}
}

func (s *Stream) spread(most time.Duration) time.Duration {
	return time.Duration(s.random() * float64(most))
}

// Offline ends what is in flight: the browser has learnt that there is no network, and
// the requests may hang for long.
func (s *Stream) Offline() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.hidden {
		return
	}
	s.counts.Failed += len(s.flights)
	s.abortAll()
	s.hold(time.Now(), s.retry(), 0)
	s.failures++
}

// Retry sends with the next frame whatever pause was planned: the browser has
// learnt that the network is back.
func (s *Stream) Retry() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resume = time.Time{}
}
