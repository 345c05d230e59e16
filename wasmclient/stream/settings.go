package stream

import (
	"time"

	"framepost/api/wire"
)

// settings holds the viewer's settings, with which frames are sent, and the last settings that
// the server has accepted.
type settings struct {
	wanted, good Settings
	fallback     Settings // the configured settings
	refusal      *Refusal
}

// Refusal describes why the server refused the viewer's settings. It remains until Set is
// called again.
type Refusal struct {
	Settings Settings
	wire.Error
}

// Set changes the settings from the next frame on. Frames in flight without a mask that the settings
// have are aborted. If it returns an error, which is a *wire.Error, nothing has changed. Later Stats
// report whether the server accepts the settings.
func (s *Stream) Set(wanted Settings) error {
	if err := wanted.Validate(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = wanted
	s.cover()
	s.refusal = nil
	s.page.trouble, s.page.refuses = Failure{}, false
	s.stillness.wake(time.Now())
	return nil
}

func (s *settings) accepted(tried Settings) { s.good = tried }

// refused reverts to the last good settings, or to the configured ones if the server has
// accepted none. It returns false if there are no other settings to revert to.
func (s *settings) refused(tried Settings, why *wire.Error) bool {
	if tried != s.wanted {
		return true // they have already been replaced
	}
	if tried == s.good {
		s.good = s.fallback // the server now refuses what it accepted before
	}
	if tried == s.good || wire.Bares(tried.Chain, s.good.Chain) { // the viewer's mask stays
		return false
	}
	s.wanted = s.good
	s.refusal = &Refusal{Settings: tried, Error: *why}
	return true
}
