package lettering

import (
	"image"
	"slices"
	"sync"

	"framepost/api/filter/lettering/fonts"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// unitsPerEm is the number of units of the fonts in one em, the size of the letters.
const unitsPerEm = 2048

// typeface returns a font. It reads the font at the first call.
type typeface func() *sfnt.Font

// typefaces are the fonts, in the order in which they are searched for a character.
var typefaces = func() (all []typeface) {
	for _, file := range fonts.Files {
		all = append(all, sync.OnceValue(func() *sfnt.Font { return read(file()) }))
	}
	return all
}()

func read(file []byte) *sfnt.Font {
	parsed, err := sfnt.Parse(file)
	if err != nil {
		panic(err) // the font is part of the program
	}
	if parsed.UnitsPerEm() != unitsPerEm {
		panic("lettering: a font with another em")
	}
	return parsed
}

// memories are *sfnt.Buffer, which one goroutine at a time reads a font with.
var memories = sync.Pool{New: func() any { return new(sfnt.Buffer) }}

// find returns the first font that has all of some characters that are to be seen, or nil.
func find(memory *sfnt.Buffer, characters ...rune) *sfnt.Font {
	for _, face := range typefaces {
		parsed := face()
		lacks := func(r rune) bool {
			id, err := parsed.GlyphIndex(memory, r)
			return (err != nil || id == 0) && !invisible(r)
		}
		if !slices.ContainsFunc(characters, lacks) {
			return parsed
		}
	}
	return nil
}

// glyph is a glyph of a font. Its units are those of the font; y grows downwards.
type glyph struct {
	font    *sfnt.Font
	id      sfnt.GlyphIndex
	advance int             // to the next glyph
	offset  image.Point     // from its usual position
	ink     image.Rectangle // bounds of its outline, without the offset; empty for a blank
}

// newGlyph returns the glyph of a character, which the font must have.
func newGlyph(memory *sfnt.Buffer, parsed *sfnt.Font, r rune) glyph {
	id, err := parsed.GlyphIndex(memory, r)
	if err != nil {
		panic(err) // the font is part of the program, and has the character
	}
	// A size of unitsPerEm/64 px, which is unitsPerEm in 26.6, leaves units as they are.
	bounds, advance, err := parsed.GlyphBounds(memory, id, unitsPerEm, font.HintingNone)
	if err != nil {
		panic(err)
	}
	return glyph{font: parsed, id: id, advance: int(advance), ink: image.Rect(
		int(bounds.Min.X), int(bounds.Min.Y), int(bounds.Max.X), int(bounds.Max.Y))}
}

// scale converts units of a font to px, for letters of size px, rounded to 1/64.
func scale(units, size int) fixed.Int26_6 {
	n := units * size * 64
	if n < 0 {
		return fixed.Int26_6((n - unitsPerEm/2) / unitsPerEm)
	}
	return fixed.Int26_6((n + unitsPerEm/2) / unitsPerEm)
}
