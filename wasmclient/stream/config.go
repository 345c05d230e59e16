package stream

import (
	"errors"
	"time"

	"framepost/api/wire"
)

// Settings are the viewer's settings for the answers.
type Settings struct {
	Chain   string // operations, in the grammar of wire.ParseChain, perhaps divided by wire.Local
	Quality int    // JPEG quality of the answers, wire.MinQuality to wire.MaxQuality
	Shrinks bool   // the chain sets the size (see wire.Properties), so the upload may be smaller
}

// Config configures a Stream.
type Config struct {
	Target   time.Duration // latency from camera to screen
	Window   int           // most requests in flight, 1 to 16
	Silence  time.Duration // time without an answer after which the server counts as away
	RetryMin time.Duration // first pause after a failure; each further one doubles it
	RetryMax time.Duration // longest pause, which bounds how late a returned server is noticed
	Recent   time.Duration // period of the rolling statistics
	Settings Settings
}

// Default returns the Config for a camera of 30 frames a second. Twelve requests in flight keep
// the picture moving at a round trip of 0.4 s; the pace decides how many there are at a time.
func Default() Config {
	return Config{
		Target:   100 * time.Millisecond,
		Window:   12,
		Silence:  2 * time.Second,
		RetryMin: 100 * time.Millisecond,
		RetryMax: 600 * time.Millisecond,
		Recent:   3 * time.Second,
		Settings: Settings{Chain: wire.DefaultChain, Quality: wire.DefaultQuality, Shrinks: true}, // the default chain has a resize
	}
}

// Bounds of the target.
const (
	minTarget = 10 * time.Millisecond
	maxTarget = 10 * time.Second
)

// Validate returns an error that names a field that is out of its range, or nil.
func (c Config) Validate() error {
	switch {
	case c.Target < minTarget || c.Target > maxTarget:
		return errors.New("stream: Target must be 10 ms to 10 s")
	case c.Window < 1 || c.Window > 16:
		return errors.New("stream: Window must be 1 to 16")
	case c.Silence <= 0 || c.Recent <= 0:
		return errors.New("stream: Silence and Recent must be positive")
	case c.RetryMin <= 0 || c.RetryMax < c.RetryMin:
		return errors.New("stream: RetryMin must be positive and RetryMax no less")
	}
	return c.Settings.Validate()
}

// Validate checks the grammar of the chain and the range of the quality, so that a typing error
// needs no request. Only the server can say whether an operation exists. The error is a
// *wire.Error.
func (s Settings) Validate() error {
	if s.Quality < wire.MinQuality || s.Quality > wire.MaxQuality {
		return &wire.Error{Code: wire.BadQuality, Detail: "the quality must be a whole number from 1 to 100"}
	}
	_, err := wire.DivideChain(s.Chain)
	return err
}
