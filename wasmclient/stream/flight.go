package stream

import (
	"slices"
	"time"
)

// flight is a frame that is being processed.
type flight struct {
	Frame
	settings Settings
	load     load
	request  Request
	period   time.Duration // since the previous frame was sent to the server
	trial    bool          // only measures a pass in the page, and is never shown
	part     part          // that is sent
}

// to returns the flights to a place, oldest first.
func (s *Stream) to(place Place) *[]flight {
	if place == InPage {
		return &s.page.flights
	}
	return &s.flights
}

// locate returns where the flight of a frame is among those to its place, or nil.
func (s *Stream) locate(id int) (flights *[]flight, at int) {
	for _, place := range [...]Place{OnServer, InPage} {
		flights := s.to(place)
		if i := slices.IndexFunc(*flights, func(f flight) bool { return f.ID == id }); i >= 0 {
			return flights, i
		}
	}
	return nil, 0
}

// find returns the flight of a frame, or nil.
func (s *Stream) find(id int) *flight {
	if flights, at := s.locate(id); flights != nil {
		return &(*flights)[at]
	}
	return nil
}

// take removes the flight of a frame and returns it.
func (s *Stream) take(id int) (flight, bool) {
	flights, at := s.locate(id)
	if flights == nil {
		return flight{}, false
	}
	taken := (*flights)[at]
	remove(flights, at)
	return taken, true
}

// grabbed is called when a frame is no longer being encoded.
func (s *Stream) grabbed(id int) {
	if s.grabbing == id {
		s.grabbing = 0
	}
}

// unsent removes the flight of a frame of which nothing was sent after all, and returns it. The frame
// counts as dropped.
func (s *Stream) unsent(id int) (flight, bool) {
	s.grabbed(id)
	f, ok := s.take(id)
	if ok && !f.trial {
		s.counts.Sent--
		s.counts.Dropped++
	}
	return f, ok
}

func remove(flights *[]flight, i int) { *flights = append((*flights)[:i], (*flights)[i+1:]...) }

// abort aborts a flight to the server.
func (s *Stream) abort(i int) { s.abortAt(&s.flights, i) }

func (s *Stream) abortAt(flights *[]flight, i int) {
	id := (*flights)[i].ID
	remove(flights, i)
	s.browser.Abort(id)
}

// abortTo aborts all flights to a place.
func (s *Stream) abortTo(place Place) {
	for flights := s.to(place); len(*flights) > 0; {
		s.abortAt(flights, 0)
	}
}

func (s *Stream) abortAll() {
	s.abortTo(OnServer)
	s.abortTo(InPage)
}
