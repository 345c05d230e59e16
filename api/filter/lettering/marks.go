package lettering

import (
	"image"

	"golang.org/x/text/unicode/norm"
)

// marks positions the marks of a letter as a shaper does for a font without a table of anchors:
// it centres each mark on the letter, above or below the letter and its earlier marks.
type marks struct {
	letter      glyph
	top, bottom int // of the letter and the marks placed so far
}

func newMarks(letter glyph) *marks {
	return &marks{letter, letter.ink.Min.Y, letter.ink.Max.Y}
}

// gap is the distance between a mark and what is below or above it.
const gap = unitsPerEm / 24

// place returns the glyph of a mark with its offset, to follow the glyph of the letter.
func (m *marks) place(mark glyph, r rune) glyph {
	mark.offset.X = m.align(mark, r) - m.letter.advance // the letter's advance comes before the mark
	mark.advance = 0
	if m.letter.ink.Empty() { // a mark alone keeps its position in the font
		return mark
	}
	switch position(r) {
	case above:
		mark.offset.Y = min(0, m.top-gap-mark.ink.Max.Y)
		m.top = mark.ink.Min.Y + mark.offset.Y
	case below:
		mark.offset.Y = max(0, m.bottom+gap-mark.ink.Min.Y)
		m.bottom = mark.ink.Max.Y + mark.offset.Y
	}
	return mark
}

// align returns how far the mark must move to the right so that its ink is over the letter's.
func (m *marks) align(mark glyph, r rune) int {
	ink := m.letter.ink
	if ink.Empty() {
		ink = image.Rect(0, 0, m.letter.advance, 0)
	}
	switch r {
	case '\u05C1': // the dot on the right of shin
		return ink.Max.X - mark.ink.Max.X
	case '\u05C2', '\u05B9': // the dot on its left, and holam
		return ink.Min.X - mark.ink.Min.X
	}
	return (ink.Min.X+ink.Max.X)/2 - (mark.ink.Min.X+mark.ink.Max.X)/2
}

// The positions of marks.
const (
	inside = iota
	above
	below
)

// position returns the position of a mark, by its canonical combining class: the classes of
// UAX #44, table 15, and the fixed ones of Hebrew and Arabic.
func position(r rune) int {
	switch class := norm.NFC.PropertiesString(string(r)).CCC(); {
	case class >= 202 && class <= 222, class == 233, class == 240:
		return below
	case class >= 10 && class <= 18, class == 20, class == 22: // Hebrew points
		return below
	case class == 29, class == 32: // Arabic kasra
		return below
	case class >= 19 && class <= 36 && class != 21, class >= 224:
		return above
	}
	return inside
}
