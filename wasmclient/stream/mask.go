package stream

import (
	"time"

	"framepost/api/wire"
)

// mask is the part of the viewer's chain that has to run in the page before a frame is sent, see
// wire.Local. It fails closed: if it cannot run, nothing is sent.
type mask struct {
	of      string // the chain
	divided wire.Divided
}

// divide returns the parts of the viewer's chain.
func (s *Stream) divide() wire.Divided {
	if s.masking.of != s.wanted.Chain {
		divided, err := wire.DivideChain(s.wanted.Chain)
		if err != nil { // Set has checked it
			panic(err)
		}
		s.masking = mask{s.wanted.Chain, divided}
	}
	return s.masking.divided
}

// masked reports whether frames may leave only after a part of the chain has run.
func (s *Stream) masked() bool { return s.divide().Before != "" }

// mask returns what has to run in the page before a frame is sent to that place.
func (s *Stream) mask(to Place) string {
	if to == InPage {
		return ""
	}
	return s.divide().Before
}

// chainFor returns the operations to run at that place.
func (s *Stream) chainFor(place Place) string {
	if place == InPage {
		return s.divide().Whole()
	}
	return s.divide().After
}

// closed reports whether no frame may be sent, because it cannot be masked.
func (s *Stream) closed(now time.Time) bool {
	return s.masked() && !s.page.able(now, s.wanted.Chain)
}

// Unmasked reports that a frame was not sent since the page could not run what has to run before
// that. Nothing is sent until it can.
func (s *Stream) Unmasked(id int, why Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.unsent(id); ok {
		s.page.failed(time.Now(), f.settings.Chain, why)
	}
}

// KeepsPictures reports whether no picture may be sent as it is: the viewer has chosen the page,
// there is no API, or frames are masked first.
func (s *Stream) KeepsPictures() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.serverless || s.wish == InPage || s.masked()
}
