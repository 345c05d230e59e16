package lettering

import (
	"image"
	"slices"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// unitsPerEm is the number of units of the fonts in one em, the size of the letters.
const unitsPerEm = 2048

// typeface is a font, which is loaded when a line first needs it.
type typeface struct {
	load func() ([]byte, error)

	mu   sync.Mutex
	font *sfnt.Font // nil before it is loaded
}

// typefaces are the fonts, in the order in which they are searched for a character.
var typefaces []*typeface

// Use says which fonts lines are written with, the preferred one first: each function returns an
// OpenType file that can be trusted, or an error, after which it is called again. Use is called
// before any line is written.
func Use(files ...func() ([]byte, error)) {
	typefaces = nil
	for _, load := range files {
		typefaces = append(typefaces, &typeface{load: load})
	}
}

func (t *typeface) get() (*sfnt.Font, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.font == nil {
		file, err := t.load()
		if err != nil {
			return nil, err
		}
		t.font = read(file)
	}
	return t.font, nil
}

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

// reader is what one goroutine at a time reads the fonts with.
type reader struct {
	sfnt.Buffer
	err error // of the last font that could not be loaded
}

var memories = sync.Pool{New: func() any { return new(reader) }}

// find returns the first font that has all of some characters that are to be seen, or nil. It is
// also nil, and memory has the error, if a font on the way could not be loaded.
func find(memory *reader, characters ...rune) *sfnt.Font {
	for _, face := range typefaces {
		if memory.err != nil {
			return nil // a line fails as a whole, at once
		}
		parsed, err := face.get()
		if err != nil {
			memory.err = err
			return nil
		}
		lacks := func(r rune) bool {
			id, err := parsed.GlyphIndex(&memory.Buffer, r)
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
func newGlyph(memory *reader, parsed *sfnt.Font, r rune) glyph {
	id, err := parsed.GlyphIndex(&memory.Buffer, r)
	if err != nil {
		panic(err) // the font is part of the program, and has the character
	}
	// A size of unitsPerEm/64 px, which is unitsPerEm in 26.6, leaves units as they are.
	bounds, advance, err := parsed.GlyphBounds(&memory.Buffer, id, unitsPerEm, font.HintingNone)
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
