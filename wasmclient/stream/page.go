package stream

import (
	"time"

	"framepost/api/wire"
)

// page is what is known about processing in the page.
type page struct {
	workers int       // frames that can be processed at a time; 0 until PageReady
	retry   time.Time // time before which it is not loaded and not used
	lost    int       // how many times in a row it could not be loaded
	trouble Failure   // the last failure, until it is tried anew
	refuses bool      // whether it cannot process the chain refused
	refused string

	flights []flight
	taken   time.Time     // time of the last frame
	heard   time.Time     // time of the last answer since Start
	pass    time.Duration // of one frame, there and back; 0 until known
	passOf  string        // the chain of pass
	passes  int           // frames of passOf so far
	tried   time.Time     // time of the last trial
}

// warmPasses is the number of frames of a chain after which the page is quick: it has what the chain
// needs, its memory, and the browser's optimizing compiler has had the code that is used most.
const (
	warmPasses   = 4
	warmInterval = 500 * time.Millisecond
)

// After a failure the page is tried again after pageRetry, which doubles for each further time that
// it cannot be loaded. A trial is repeated at that interval if the way to the server is so long that
// its outcome matters.
const (
	pageRetry     = 5 * time.Second
	mostDoublings = 4
	trialInterval = 10 * time.Second
)

// UnavailableCode is the code of a Failure in the page that is not the chain's fault: something
// could not be loaded, or has crashed.
const UnavailableCode wire.Code = "local_unavailable"

// standbyAfter is how long the server has to answer well until the page gets ready to stand in
// for it.
const standbyAfter = 10 * time.Second

// coldAfter is how long the first answer has to be missing until the page gets ready. On a slow
// link the first frame needs a second anyway, which a download would lengthen.
const coldAfter = 1500 * time.Millisecond

// WantsPage reports whether what the page needs to process frames should be loaded now. With
// standby it also should while the server answers and the link has room, since it may be too
// late when the server is away.
func (s *Stream) WantsPage(standby bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.running || s.hidden || s.page.workers > 0 || now.Before(s.page.retry) {
		return false
	}
	if s.masked() {
		return true
	}
	switch s.reason(now) {
	case Serverless, Wished, Away:
		return true
	case Cold:
		return now.Sub(s.started) > coldAfter
	}
	return standby && s.wish == Automatic && s.health.good() && now.Sub(s.since) > standbyAfter && s.hasRoom(now)
}

// PageReady reports that the page can process that number of frames at a time. It is called again
// when that changes.
func (s *Stream) PageReady(workers int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.page.workers, s.page.lost, s.page.trouble = workers, 0, Failure{}
}

// PageLost reports that the page cannot process frames, and why. Its frames in flight have failed.
func (s *Stream) PageLost(why Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts.Failed += len(s.page.flights)
	s.abortTo(InPage)
	s.page.workers, s.page.retry, s.page.trouble = 0, time.Now().Add(pageRetry<<min(s.page.lost, mostDoublings)), why
	s.page.lost++
}

// able reports whether the page can process frames with that chain.
func (p *page) able(now time.Time, chain string) bool {
	return p.workers > 0 && !now.Before(p.retry) && !(p.refuses && p.refused == chain)
}

// forget is called when everything is to be tried anew.
func (p *page) forget() { p.retry, p.trouble, p.refuses, p.pass = time.Time{}, Failure{}, false, 0 }

// wantsTrial reports whether a frame should measure a pass in the page: warmPasses times for each
// chain, some time apart, so that the page is quick before the server is away, and again and again if
// the way is long.
func (p *page) wantsTrial(now time.Time, way minimum, wanted Settings) bool {
	if !p.able(now, wanted.Chain) {
		return false
	}
	if p.passOf != wanted.Chain {
		return true
	}
	since := now.Sub(p.tried)
	return p.trouble == (Failure{}) && p.passes < warmPasses && since >= warmInterval ||
		way.known() && way.value() > longWay && since >= trialInterval
}

// roomInPage reports whether one more frame may be processed in the page now.
func (s *Stream) roomInPage(now time.Time) bool {
	return s.page.able(now, s.wanted.Chain) && len(s.page.flights) < s.page.workers && !s.rests(now, s.page.taken)
}

// begun is called when a frame is handed to the page. Nothing has to be encoded for that.
func (p *page) begun(now time.Time, f *flight) {
	f.Sent, p.taken = now, now
	if f.trial {
		p.tried = now
	}
}

// answered adds the time of a frame. Those of several frames are smoothed, since a worker of a
// busy machine stalls now and then.
func (p *page) answered(now time.Time, f flight) {
	if !f.trial {
		p.heard = now
	}
	p.trouble = Failure{}
	const smooth = 4
	took := f.RoundTrip()
	if p.passOf != f.settings.Chain || p.pass == 0 {
		p.pass, p.passOf, p.passes = took, f.settings.Chain, 1
		return
	}
	p.passes++
	p.pass += (took - p.pass) / smooth
}

// failed keeps why the page could not process a frame with a chain. If that is not the chain's fault,
// the page is left alone for a while.
func (p *page) failed(now time.Time, chain string, why Failure) {
	p.trouble, p.passOf = why, chain // it is known that there is no pass
	if why.Code == UnavailableCode || why.Code == wire.Internal {
		p.retry = now.Add(pageRetry)
	} else {
		p.refuses, p.refused = true, chain
	}
}

// failedInPage handles a frame that the page could not process.
func (s *Stream) failedInPage(now time.Time, f flight, why Failure) {
	if !f.trial {
		s.counts.Failed++
	}
	if s.page.failed(now, f.settings.Chain, why); s.page.retry.After(now) {
		return
	}
	if s.place == InPage && (s.why == Serverless || s.why == Wished) {
		s.settings.refused(f.settings, &wire.Error{Code: why.Code, Detail: why.Detail})
	}
}
