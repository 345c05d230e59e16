package filter

import "framepost/api/frame"

// Shrink returns the largest of 32, 16, 8, 4, 2 and 1 by which the chain makes a w×h picture
// smaller at least: its beginning resizes the whole picture that far or further. So a decoder
// may make it smaller already. The picture is turned before the chain, as turn says. A JPEG
// decoder makes sizes down to 1/8 for less than the full one, by leaving out frequencies.
func (c Chain) Shrink(w, h int, turn frame.Turn) int {
	g := c.beginning(frame.Turned(w, h, turn))
	if g.Crop != frame.Keep(w, h).Crop {
		return 1
	}
	toW, toH := g.Source()
	for shrink := 32; shrink > 1; shrink /= 2 {
		if toW*shrink <= w && toH*shrink <= h {
			return shrink
		}
	}
	return 1
}

// beginning returns g followed by the moves that the chain begins with, as far as one pass
// does them; if these are the whole chain, its scale is in it too.
func (c Chain) beginning(g frame.Geometry) frame.Geometry {
	for _, s := range c.steps {
		move, ok := s.work.(Move)
		if !ok {
			return g
		}
		next := move(s.args, g.W, g.H)
		if !g.Composes(next) {
			return g
		}
		g = g.Then(next)
	}
	return g.To(c.scaled(g.W, g.H))
}
