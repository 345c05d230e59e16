package stream

import (
	"time"

	"framepost/api/wire"
)

// Failure describes why a request got no picture.
type Failure struct {
	Status     int           // of the response; 0 if there was none
	Code       wire.Code     // of the problem document; "" if there was none
	Detail     string        // of the problem document
	RetryAfter time.Duration // pause that the server asks for; 0 for none
}

// refusal reports whether a server that is there had no time for the frame: it has too much to
// do, or the frame came too slowly.
func (f Failure) refusal() bool {
	return f.Code == wire.Busy || f.Code == wire.Late || f.Code == wire.RateLimited || f.Code == wire.Timeout
}

// maxRetryAfter bounds the pause that a server can ask for: after a longer one, viewers would
// think that the page has stopped.
const maxRetryAfter = 5 * time.Second

// health is what is known about the server's state.
type health struct {
	since    time.Time     // first answer since Start, or since the page was shown again
	heard    time.Time     // last answer or, after the first one, last refusal
	failures int           // failures in a row
	resume   time.Time     // time before which nothing is sent
	trouble  Failure       // the last failure, until the next answer
	tardy    int           // answers and refusals in a row that took longer than Config.Silence
	took     time.Duration // from taking a frame to its answer or refusal, for the last one
}

func (h *health) reset() { *h = health{} }

func (h *health) good() bool { return !h.heard.IsZero() && h.failures == 0 }

// answered ends an outage and its pause. It does not end the pause that a busy server has asked
// for, although other frames are still being answered. The answered frame was taken at that
// time.
func (h *health) answered(now, taken time.Time, silence time.Duration) {
	h.timed(now.Sub(taken), silence)
	if h.since.IsZero() {
		h.since = now
	}
	if h.failures > 0 {
		h.resume = time.Time{}
	}
	h.heard, h.failures, h.trouble = now, 0, Failure{}
}

// refused records a refusal: the server is there. It ends neither an outage nor the start, since
// there is still no picture.
func (h *health) refused(now, taken time.Time, silence time.Duration) {
	h.timed(now.Sub(taken), silence)
	if !h.heard.IsZero() {
		h.heard = now
	}
}

// timed records how long an answer or a refusal took.
func (h *health) timed(took, silence time.Duration) {
	if h.took = took; took > silence {
		h.tardy++
	} else {
		h.tardy = 0
	}
}

// slow reports whether the server answers or refuses frames, but each time takes longer than the
// silence after which it would count as away. One such answer is no evidence: a server that
// starts cold, or comes back, also has one. When several times that long passes without an
// answer, the server is away.
func (h *health) slow(now time.Time) bool {
	there := h.trouble == (Failure{}) || h.trouble.refusal()
	return h.tardy > 1 && there && now.Sub(h.heard) < 3*h.took
}

// listen detects a server that has stopped answering: the oldest request in flight has waited
// for longer than silence, and no other request was answered in that time.
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

// Fail reports a frame that got no picture. What follows is about the server; see failedInPage for
// the page.
//
// If a region is refused, frames with the same settings are sent whole. If the chain is refused, the
// settings revert to the last good ones and the stream continues.
// After a server's refusal for lack of time there is a pause as long as it asks for. Any other failure
// is an outage: one frame at a time is tried, with pauses that grow up to RetryMax.
func (s *Stream) Fail(id int, why Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.take(id)
	if !ok {
		return
	}
	now := time.Now()
	if f.Place == InPage {
		s.failedInPage(now, f, why)
		return
	}
	s.counts.Failed++
	if why.refusal() {
		s.health.refused(now, f.Taken, s.config.Silence)
		s.trouble = why
		if why.Code == wire.Timeout {
			s.pace.starved(now)
		} else {
			s.pace.refused(now)
		}
		s.hold(now, s.config.RetryMin, why.RetryAfter)
		return
	}
	switch why.Code {
	case wire.NotLocal, wire.SmallRegion, wire.BadRegion:
		if f.part.isFrame() {
			s.outage(now, f, why)
			return
		}
		s.tiles.refuse(f.settings)
	case wire.BadOps, wire.BadQuality, wire.BadScale, wire.Forbidden, wire.TooManyPixels, wire.TooCostly:
		if s.settings.refused(f.settings, &wire.Error{Code: why.Code, Detail: why.Detail}) {
			s.cover()
			return
		}
		s.outage(now, f, why)
	default:
		s.outage(now, f, why)
	}
}

// outage counts a failure of a server that is away. If a whole window of requests breaks at
// once, that is one failure: only the first of them lengthens the next pause, and then each
// frame that was sent after the pause.
func (s *Stream) outage(now time.Time, f flight, why Failure) {
	if s.failures == 0 || !f.Taken.Before(s.resume) {
		s.hold(now, s.retry(), why.RetryAfter)
		s.failures++
	}
	s.trouble = why
}

// retry returns the pause after one more failure in a row.
func (s *Stream) retry() time.Duration {
	pause := s.config.RetryMin
	for range s.failures {
		pause = min(2*pause, s.config.RetryMax)
	}
	return pause
}

// hold sends nothing for the length of a pause. It shortens the pause at random by up to half,
// so that the viewers of a lost server do not all come back at the same moment. If the server
// has asked for a longer pause, that is kept in full, and lengthened at random.
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

// Offline is called when the browser has no network. It aborts the requests in flight, which
// might never end.
func (s *Stream) Offline() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.hidden {
		return
	}
	s.counts.Failed += len(s.flights)
	s.abortTo(OnServer)
	s.hold(time.Now(), s.retry(), 0)
	s.failures++
}

// Retry is called when the network is back. It ends any pause.
func (s *Stream) Retry() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resume = time.Time{}
}
