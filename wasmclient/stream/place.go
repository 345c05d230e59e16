package stream

import "time"

// Place is where a frame is processed.
type Place string

// The places. Automatic is only a wish: it leaves the choice to the Stream.
const (
	Automatic Place = ""
	OnServer  Place = "server"
	InPage    Place = "page"
)

// Reason is why frames are processed in the page; "" if they are not.
type Reason string

// The reasons, the strongest first.
const (
	Serverless Reason = "serverless" // there is no API
	Wished     Reason = "wished"     // by the viewer
	Away       Reason = "away"       // the server fails, or there is no network
	Busy       Reason = "busy"       // the server has asked for a pause
	Cold       Reason = "cold"       // the server has not answered yet
	Stalled    Reason = "stalled"    // the server has stopped answering, a moment ago
	Nearer     Reason = "nearer"     // a pass in the page is shorter than the way to the server
)

// choice is where frames are processed. Every frame of the camera decides it anew.
type choice struct {
	wish       Place
	serverless bool
	awaits     bool // it is not known yet whether there is an API

	place   Place  // OnServer or InPage
	why     Reason // of InPage
	entered time.Time
	left    time.Time     // when the page last handed back
	stay    time.Duration // least time in the page, so that a server that fails now and then is left alone
	way     minimum       // of the trips to the server and back, without its own work
}

const (
	// stallAfter leaves time for a frame of the camera and a pass in the page, also on a busy
	// machine, so that the picture never stands still for 300 ms.
	stallAfter = 150 * time.Millisecond
	// A server that was left again within calm is left for longer each time, up to longestStay.
	calm        = 30 * time.Second
	firstStay   = time.Second
	longestStay = 16 * time.Second
)

// A way to the server that is longer than longWay is left for the page if a pass there takes
// less than nearerShare of it, and taken again if the pass takes more than furtherShare or the
// way has become shorter than shortWay.
const (
	longWay      = 60 * time.Millisecond
	shortWay     = 40 * time.Millisecond
	nearerShare  = 0.6
	furtherShare = 0.9
)

// Process sets where frames are to be processed.
func (s *Stream) Process(wish Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wish == wish {
		return
	}
	s.choice = choice{wish: wish, serverless: s.serverless, awaits: s.awaits, place: OnServer}
	s.page.forget()
	if wish == InPage {
		s.abortTo(OnServer) // nothing more leaves
	}
	now := time.Now()
	s.stillness.wake(now)
	s.decide(now)
}

// AwaitServer sends nothing until SetServed or SetServerless says whether there is an API: a host of
// files is sent no picture.
func (s *Stream) AwaitServer() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awaits = true
}

// SetServed is called when there is an API, or may be, though it does not answer now.
func (s *Stream) SetServed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awaits = false
}

// SetServerless is called when there is no API. Nothing is sent from then on.
func (s *Stream) SetServerless() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serverless, s.awaits = true, false
	s.abortTo(OnServer)
	s.decide(time.Now())
}

// destination returns where the frame that is offered now goes, or "" if it is dropped. trial
// reports a frame that goes to the page only to measure a pass there.
func (s *Stream) destination(now time.Time) (to Place, trial bool) {
	s.health.listen(now, s.flights, s.config.Silence)
	s.decide(now)
	switch {
	case s.place == OnServer && s.wish == Automatic && s.health.good() && s.settings.good == s.wanted &&
		s.page.wantsTrial(now, s.way, s.wanted) && s.roomInPage(now):
		return InPage, true
	case (s.place == OnServer || s.asks(now)) && !s.closed(now) && s.room(now):
		return OnServer, false
	case s.place == InPage && s.roomInPage(now):
		return InPage, false
	}
	return "", false
}

// decide moves frames to the page or back to the server.
func (s *Stream) decide(now time.Time) {
	why := s.reason(now)
	if why == Serverless || why == Wished {
		s.place, s.why = InPage, why
		return
	}
	able := s.page.able(now, s.wanted.Chain)
	switch {
	case s.place == InPage && (!able || why == "" && s.wish == OnServer):
		s.leaves(now)
	case s.place == InPage && why == "" && now.Sub(s.entered) >= s.stay:
		s.leaves(now)
	case s.place == InPage && why != "":
		s.why = why
	case s.place == OnServer && able && why != "":
		s.enters(now, why)
	}
}

// enters begins to process frames in the page. Each time that this happens soon after the last
// time doubles the stay.
func (s *Stream) enters(now time.Time, why Reason) {
	switch {
	case s.left.IsZero() || now.Sub(s.left) > calm:
		s.stay = 0
	default:
		s.stay = min(max(2*s.stay, firstStay), longestStay)
	}
	s.place, s.why, s.entered = InPage, why, now
}

// leaves hands frames back to the server.
func (s *Stream) leaves(now time.Time) {
	if s.place == InPage {
		s.left = now
	}
	s.place, s.why = OnServer, ""
}

// reason returns why the page should process frames at this moment.
func (s *Stream) reason(now time.Time) Reason {
	switch {
	case s.serverless:
		return Serverless
	case s.wish == InPage:
		return Wished
	case s.wish == OnServer:
		return ""
	case s.awaits && now.Sub(s.started) > stallAfter:
		return Cold
	case s.failures > 0:
		if s.trouble.Status >= 400 && s.trouble.Status < 500 {
			return "" // it is there and wants something else, which the viewer has to see
		}
		return Away
	case s.resume.Sub(now) > stallAfter:
		return Busy
	case s.stalled(now):
		if s.heard.IsZero() {
			return Cold
		}
		return Stalled
	case s.nearer():
		return Nearer
	}
	return ""
}

// stalled reports whether the server has stopped answering: the oldest request has taken longer than
// usual, and the picture stands still. For the latter it counts frames of the camera instead of
// time, because those also stop if this machine stalls. In the page it does so until the next answer.
func (s *Stream) stalled(now time.Time) bool {
	if s.place == InPage && (s.why == Stalled || s.why == Cold) {
		return !s.heard.After(s.entered)
	}
	silence := time.Duration(s.pace.quiet) * s.pace.interval
	return silence > stallAfter && len(s.flights) > 0 && now.Sub(s.flights[0].Taken) > s.pace.trip*3/2 &&
		s.page.pass <= max(stallAfter, s.pace.trip)
}

// nearer reports whether the page is quicker than the way to the server and keeps up with the
// camera.
func (s *Stream) nearer() bool {
	if s.page.pass == 0 || !s.way.known() {
		return false
	}
	pass, way := float64(s.page.pass), s.way.value()
	if s.place == InPage && s.why == Nearer {
		return way > shortWay && pass < furtherShare*float64(way)
	}
	const keepsUp = 1.25 // camera intervals
	return way > longWay && pass < nearerShare*float64(way) &&
		s.page.pass <= scale(s.pace.interval, keepsUp)*time.Duration(s.page.workers)
}

// Times between two frames that ask a server, while the page processes the others, whether it
// answers and how long the way is. One that is away has its own pauses, see room.
const (
	askStalled = 500 * time.Millisecond
	askNearer  = 2 * time.Second
)

// asks reports whether the frame should go to the server although the others do not.
func (s *Stream) asks(now time.Time) bool {
	switch s.why {
	case Away, Busy, Cold:
		return true
	case Stalled:
		return now.Sub(s.pace.taken) >= askStalled
	case Nearer:
		return now.Sub(s.pace.taken) >= askNearer
	}
	return false
}
