package look

import (
	"time"

	"framepost/api/wire"
)

// Round says which preset is to be shown next on the viewer's own picture. The presets
// that are on the screen take turns, slowly, all on the same picture; after a pause there
// is another round on another picture. Its zero value is before the first round.
type Round struct {
	seen  []bool // on the screen
	done  []bool // in this round
	asked time.Time
}

// At 30 frames a second, a request more in each is one in thirty for as long as a round
// takes, so that one frame in twenty, the 95th percentile, does not notice.
const (
	turnTime  = 900 * time.Millisecond
	roundRest = 20 * time.Second
)

// Begin is for that many presets, none of them on the screen yet.
func (r *Round) Begin(presets int) {
	r.seen, r.done = make([]bool, presets), make([]bool, presets)
}

// See notes whether a preset is on the screen.
func (r *Round) See(preset int, seen bool) {
	if preset >= 0 && preset < len(r.seen) {
		r.seen[preset] = seen
	}
}

// Renew begins a round at once: the source shows something else now.
func (r *Round) Renew() { clear(r.done) }

// End leaves out what is left of the round: the server has other things to do.
func (r *Round) End() {
	for i := range r.done {
		r.done[i] = true
	}
}

// Next gives the preset whose turn it is, if it is anyone's, and whether it is the
// first of a round, which takes a new picture.
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

// PreviewScale is how much of a chain's result is enough for a small picture, in % of
// each side. A chain that begins with a resize makes the picture as large as any other,
// and what it counts in px is as it should be; others leave it small.
func PreviewScale(chain string) int {
	if calls, err := wire.ParseChain(chain); err == nil && len(calls) > 0 && calls[0].Name == "resize" {
		return 25
	}
	return wire.MaxScale
}

// due is the first preset on the screen that has had no turn in this round, or -1.
func (r *Round) due() int {
	for i, seen := range r.seen {
		if seen && !r.done[i] {
			return i
		}
	}
	return -1
}
