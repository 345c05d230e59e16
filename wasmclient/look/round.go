package look

import (
	"time"

	"framepost/api/wire"
)

// Round decides which preset's preview is requested next. The presets on the screen take turns,
// slowly, all with the same picture; after a pause there is another round with a new picture.
// A Round without presets has nothing to do.
type Round struct {
	Turn  time.Duration // least time between two requests
	seen  []bool        // by preset: whether it is on the screen
	done  []bool        // by preset: whether it had its turn in this round
	asked time.Time
}

// PresetTurn is the Turn of the presets, which are always on the screen. During a round there is
// one more request a second, one in thirty. It delays fewer than one frame in twenty, so the 95th
// percentile does not change.
//
// OpTurn is that of the operations, whose list is open for a moment. Their pictures have a sixth of
// the pixels.
const (
	PresetTurn = 900 * time.Millisecond
	OpTurn     = 200 * time.Millisecond

	roundRest = 20 * time.Second
)

// Begin starts over with that many presets, none of them on the screen yet.
func (r *Round) Begin(presets int) {
	r.seen, r.done = make([]bool, presets), make([]bool, presets)
}

// See sets whether a preset is on the screen.
func (r *Round) See(preset int, seen bool) {
	if preset >= 0 && preset < len(r.seen) {
		r.seen[preset] = seen
	}
}

// Renew begins a round at once. It is called when the source shows a different picture.
func (r *Round) Renew() { clear(r.done) }

// End ends the round early. It is called when the server is busy.
func (r *Round) End() {
	for i := range r.done {
		r.done[i] = true
	}
}

// Next returns the preset whose turn it is. ok reports whether there is one, and first whether
// it is the first of a round, which needs a new picture.
func (r *Round) Next(now time.Time) (preset int, first, ok bool) {
	if now.Sub(r.asked) < r.Turn {
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

// PreviewScale returns the scale, in % of each side, at which a chain's result is large enough
// for a preview. A chain that sets the size has a large result even for the small picture of a
// preview, and its lengths in px have the same effect as for a frame; other chains keep the
// small picture small.
func (c *Catalogue) PreviewScale(chain string) int {
	if c.SetsSize(chain) {
		return 25
	}
	return wire.MaxScale
}

// due returns the first preset on the screen that had no turn in this round, or -1.
func (r *Round) due() int {
	for i, seen := range r.seen {
		if seen && !r.done[i] {
			return i
		}
	}
	return -1
}
