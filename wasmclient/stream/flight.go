package stream

import "time"

// flight is a frame that is being processed.
type flight struct {
	Frame
	settings Settings
	load     load
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

// find returns the flight of a frame, or nil.
func (s *Stream) find(id int) *flight {
	for _, place := range [...]Place{OnServer, InPage} {
		for i, f := range *s.to(place) {
			if f.ID == id {
				return &(*s.to(place))[i]
			}
		}
	}
	return nil
}

// take removes the flight of a frame and returns it.
func (s *Stream) take(id int) (flight, bool) {
	f := s.find(id)
	if f == nil {
		return flight{}, false
	}
	taken := *f
	flights := s.to(taken.Place)
	for i := range *flights {
		if (*flights)[i].ID == id {
			remove(flights, i)
			break
		}
	}
	return taken, true
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
