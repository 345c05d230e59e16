package look

import (
	"time"

	"framepost/api/wire"
)

// Round decides which preset is shown next on the viewer's own picture. The presets that
// are on the screen take turns, slowly, all with the same picture; after a pause there
// is another round with another picture. The zero value is before the first round.
type Round struct {
	seen  []bool // on the screen
	done  []bool // in this round
	asked time.Time
}

// One request more a second is one in thirty while a round lasts, so that it does not
// delay as many as one frame in twenty: the 95th percentile stays.
const (
	turnTime  = 900 * time.Millisecond
	roundRest = 20 * time.Second
)

// Begin starts over with that many presets, none of them on the screen yet.
func (r *Round) Begin(presets int) {
	r.seen, r.done = make([]bool, presets), make([]bool, presets)
}

// See says whether a preset is on the screen.
func (r *Round) See(preset int, seen bool) {
	if preset >= 0 && preset < len(r.seen) {
		r.seen[preset] = seen
	}
}

// Renew begins a round at once. It is called when the source shows something else.
func (r *Round) Renew() { clear(r.done) }

// End ends the round early. It is called when the server has enough to do.
func (r *Round) End() {
	for i := range r.done {
		r.done[i] = true
	}
}

// Next returns the preset whose turn it is, if there is one, and whether it is the first
// of a round, which takes a new picture.
func (r *Round) Next(now time.Time) (preset int, first, ok bool) {
	if now.Sub(r.asked) < turnTime {
		return 0, false, false
	}
	preset = r.due()
	if preset < 0 && now.Sub(r.asked) >= roundRest {
		r.Renew()
		preset = r.due()
	}
	if preset < 0 {
		return 0, false, false
	}
	first = true
	for _, done := range r.done {
		first = first && !done
	}
	r.done[preset], r.asked = true, now
	return preset, first, true
}

// PreviewScale returns how much of a chain's result is enough for a small picture, in % of
// each side. A chain that sets the size has a result as large as a frame's, whatever goes
// in, and its lengths in px mean the same; others leave a small picture small.
func (c *Catalogue) PreviewScale(chain string) int {
	if c.SetsSize(chain) {
		return 25
	}
	return wire.MaxScale
}

// due returns the first preset on the screen that has had no turn in this round, or -1.
func (r *Round) due() int {
	for i, seen := range r.seen {
		if seen && !r.done[i] {
			return i
		}
	}
	return -1
}
