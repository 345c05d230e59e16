package lettering

import (
	"image"
	"math"

	"golang.org/x/image/math/fixed"
)

// smallest is the least height of letters that are drawn, in px.
const smallest = 4

// fit is how large a line is drawn. All are px.
type fit struct {
	size   int             // of the letters
	margin int             // from the edge of the picture, and from the line to the edge of its ground
	ground image.Rectangle // of the line, whose top left corner is at 0, 0
}

// fit returns the layout in letters of size px, or about as large as fit into w×h px.
func (l *Line) fit(size, w, h int) (f fit, ok bool) {
	for size = min(size, h/2); size >= smallest; size-- {
		margin := min(size/3, w/20)
		ground := l.ground(size, margin)
		roomW, roomH := w-4*margin, h
		if ground.Dx()-2*margin <= roomW && ground.Dy() <= roomH {
			return fit{size, margin, ground}, true
		}
		// The ground grows with the size but for rounding: jump near, then step.
		ratio := min(float64(roomW)/float64(ground.Dx()-2*margin), float64(roomH)/float64(ground.Dy()))
		size = min(size, int(math.Ceil(float64(size)*ratio)+1))
	}
	return fit{}, false
}

// ground returns the line's box with a margin on its left and right, and what ink lies outside
// of that: stacked accents do.
func (l *Line) ground(size, margin int) image.Rectangle {
	var ink image.Rectangle
	pen := fixed.Int26_6(0)
	baseline := scale(l.ascent, size)
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if !g.ink.Empty() {
			box := g.ink.Add(g.offset)
			left, top := pen+scale(box.Min.X, size), baseline+scale(box.Min.Y, size)
			right, bottom := pen+scale(box.Max.X, size), baseline+scale(box.Max.Y, size)
			ink = ink.Union(image.Rect(left.Floor(), top.Floor(), right.Ceil(), bottom.Ceil()))
		}
		pen += scale(g.advance, size)
	}
	box := image.Rect(-margin, 0, pen.Ceil()+margin, (baseline + scale(l.descent, size)).Ceil())
	return box.Union(ink)
}
