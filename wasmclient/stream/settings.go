package stream

import (
	"time"

	"framepost/api/wire"
)

// settings are the wanted ones, which frames are sent with, and the last ones
// that the server has answered.
type settings struct {
	wanted, good Settings
	fallback     Settings // what the Stream was configured with
	refusal      *Refusal
}

// Refusal says why the server refused Settings that the viewer wanted. It stands until
// Set is called again.
type Refusal struct {
	Settings Settings
	wire.Error
}

// Set changes the settings from the next frame on. An error, which is a *wire.Error,
// leaves everything as it is. Whether the server accepts the settings is in a later
// Stats.
func (s *Stream) Set(wanted Settings) error {
	if err := wanted.Validate(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = wanted
	s.refusal = nil
	s.stillness.wake(time.Now())
	return nil
}

func (s *settings) accepted(tried Settings) { s.good = tried }

// refused goes back to the last good settings, or to the configured ones if these
// have never been answered. It reports false when there is nothing to go back to.
func (s *settings) refused(tried Settings, why *wire.Error) bool {
	if tried != s.wanted {
		return true // already replaced
	}
	if tried == s.good {
		s.good = s.fallback // the server has changed its mind
	}
	if tried == s.good {
		return false
	}
	s.wanted = s.good
	s.refusal = &Refusal{Settings: tried, Error: *why}
	return true
}
