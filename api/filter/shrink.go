package filter

import "framepost/api/frame"

// Shrink returns the largest factor of 32, 16, 8, 4, 2 and 1 by which the chain shrinks a w×h
// picture before anything else: its beginning resizes the whole picture by that factor or more.
// A decoder may therefore shrink it already. turn is applied before the chain. A JPEG decoder
// makes sizes down to 1/8 in less time than the full one, by leaving out frequencies.
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

// beginning returns g followed by the Moves at the beginning of the chain, as far as they are one
// pass, and by the chain's scale if they are the whole chain.
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
