package lettering

import (
	"image"
	"math"

	"golang.org/x/image/math/fixed"
)

// smallest is the smallest size of letters that are drawn, in px.
const smallest = 4

// fit is the layout of a line in a picture. All values are in px.
type fit struct {
	size   int             // of the letters
	margin int             // from the edge of the picture, and from the line to the edge of its ground
	box    image.Rectangle // of the line, whose top left corner is at 0, 0, and of what ink lies outside
	ground image.Rectangle // the box with a margin on the left and right of the line
}

// fit returns the layout with letters of size px, or of about the largest size that fits into
// w×h px. It reports false if not even the smallest fits.
func (l *Line) fit(size, w, h int) (f fit, ok bool) {
	for size = min(size, h/2); size >= smallest; size-- {
		margin := min(size/3, w/20)
		line, ink := l.measure(size)
		ground := image.Rect(line.Min.X-margin, line.Min.Y, line.Max.X+margin, line.Max.Y).Union(ink)
		roomW, roomH := w-4*margin, h
		if ground.Dx()-2*margin <= roomW && ground.Dy() <= roomH {
			return fit{size, margin, line.Union(ink), ground}, true
		}
		// The ground is proportional to the size, except for rounding: estimate, then step.
		ratio := min(float64(roomW)/float64(ground.Dx()-2*margin), float64(roomH)/float64(ground.Dy()))
		size = min(size, int(math.Ceil(float64(size)*ratio)+1))
	}
	return fit{}, false
}

// measure returns the rectangle of a line in letters of size px, which is as high as letters
// can be and has its top left corner at 0, 0, and that of its ink, which may go beyond:
// accents upon accents do.
func (l *Line) measure(size int) (line, ink image.Rectangle) {
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
	return image.Rect(0, 0, pen.Ceil(), (baseline + scale(l.descent, size)).Ceil()), ink
}
