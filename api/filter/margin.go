package filter

import (
	"math"
	"slices"

	"framepost/api/frame"
	"framepost/api/kernel"
)

// Margin returns by how many px, in those of a w×h picture that is turned before the chain, a part
// of it must be widened at each side, so that all that the part can change in the result is in
// the result of the wider part. The corners of the wider part are then moved outwards to even
// numbers of px, or to those of MCUs if the picture is decoded smaller. local is false if the
// chain depends on all of the picture.
//
// It is an upper bound. A chroma sample of the picture covers step px at most, each way.
func (c Chain) Margin(w, h, step int, turn frame.Turn) (px int, local bool) {
	if c.everywhere() >= 0 {
		return 0, false
	}
	m := margin{w: w, h: h, px: 1, cell: max(step, 2)}
	c.walk(w, h, turn, m.move, m.look)
	return int(math.Ceil(m.sum + m.px*float64(m.cell-1))), true
}

// margin adds up how far the passes of a chain see.
type margin struct {
	w, h int     // of the picture between passes, px
	px   float64 // its px in px of the first picture
	cell int     // px of the squares that parts of it consist of, at most: see Frame.Cut
	sum  float64 // in px of the first picture
}

// look adds a pass that looks as far as its step says, and returns the size of its result. A sample
// changes what is so far away; that is right if everything as far from there is known, in whole
// cells.
func (m *margin) look(s step) (w, h int) {
	m.sum += m.px * float64(s.reach+(s.reach+m.cell-1)/m.cell*m.cell)
	return m.w, m.h
}

// move adds the pass of a geometry. Its taps are those of chroma: they cover more px than those
// of luma.
func (m *margin) move(g frame.Geometry) {
	if g == frame.Keep(m.w, m.h) {
		return
	}
	w, h := g.Source()
	by := max(float64(g.Crop.Dx())/float64(w), float64(g.Crop.Dy())/float64(h))
	scales := w != g.Crop.Dx() || h != g.Crop.Dy()
	if scales || !m.aligned(g) {
		m.sum += m.px * float64(m.cell) * (taps(g.Scaling, by) + 1)
	}
	if scales {
		m.px, m.cell = m.px*by, 2 // a resize makes 4:2:0
	}
	m.w, m.h = g.W, g.H
}

// aligned reports whether a geometry that does not scale leaves all cells whole.
func (m *margin) aligned(g frame.Geometry) bool {
	whole := func(px ...int) bool {
		return !slices.ContainsFunc(px, func(n int) bool { return n%m.cell != 0 })
	}
	if g.Turn&(frame.FlipX|frame.FlipY) == 0 { // where the crop ends, a cell may be cut
		return whole(g.Crop.Min.X, g.Crop.Min.Y)
	}
	return whole(g.Crop.Min.X, g.Crop.Min.Y, g.Crop.Max.X, g.Crop.Max.Y)
}

// taps returns how many samples a sample of the result is made of, at most, when a picture is
// made smaller by a factor.
func taps(s kernel.Scaling, by float64) float64 {
	if s == kernel.Auto && by <= 1 {
		s = kernel.Linear
	}
	wide := max(by, 1)
	switch s {
	case kernel.Nearest:
		return 1
	case kernel.Linear:
		return math.Ceil(2 * wide)
	case kernel.Lanczos:
		return math.Ceil(6 * wide)
	}
	return math.Floor(wide) + 2
}
