package stream

import "time"

// flight is a request in flight.
type flight struct {
	Frame
	settings Settings
	period   time.Duration // since the previous frame was sent
}

// find returns the flight of a frame, or nil.
func (s *Stream) find(id int) *flight {
	for i := range s.flights {
		if s.flights[i].ID == id {
			return &s.flights[i]
		}
	}
	return nil
}

// take removes the flight of a frame and returns it.
func (s *Stream) take(id int) (flight, bool) {
	for i, f := range s.flights {
		if f.ID == id {
			s.remove(i)
			return f, true
		}
	}
	return flight{}, false
}

func (s *Stream) remove(i int) { s.flights = append(s.flights[:i], s.flights[i+1:]...) }

func (s *Stream) abort(i int) {
	id := s.flights[i].ID
	s.remove(i)
	s.browser.Abort(id)
}

func (s *Stream) abortAll() {
	for len(s.flights) > 0 {
		s.abort(0)
	}
}
