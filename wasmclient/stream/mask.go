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

// closed reports whether no frame may be sent: because it cannot be masked, or there may be nobody who
// answers it.
func (s *Stream) closed(now time.Time) bool { return s.awaits || s.withholds() || s.unable(now) }

// unable reports whether the page cannot run what has to run before a frame is sent.
func (s *Stream) unable(now time.Time) bool {
	return s.masked() && !s.page.able(now, s.wanted.Chain)
}

// cover aborts the frames on their way to the server that do not have the viewer's mask, also those
// that are still being encoded.
func (s *Stream) cover() {
	for i := 0; i < len(s.flights); {
		if wire.Bares(s.wanted.Chain, s.flights[i].settings.Chain) {
			s.abort(i)
		} else {
			i++
		}
	}
}

// Withhold sends nothing from now on, unless the present settings have a mask, as the viewer asks for
// one that cannot be made; why says what is wrong. The zero Failure ends that.
func (s *Stream) Withhold(why Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.withheld = why; s.withholds() {
		s.abortTo(OnServer)
	}
}

// withholds reports whether the viewer asks for a mask that the present settings do not have.
func (s *Stream) withholds() bool { return s.withheld != (Failure{}) && !s.masked() }

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
// there is no API as far as is known, or frames are masked first or withheld.
func (s *Stream) KeepsPictures() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.serverless || s.awaits || s.wish == InPage || s.masked() || s.withholds()
}
