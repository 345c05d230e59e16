package paint

import (
	"image"
	"image/color"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Positions are the choices of a parameter that says where something stands.
var Positions = []string{"top-left", "top", "top-right", "left", "centre", "right", "bottom-left", "bottom", "bottom-right"}

// LetteringParams returns the parameters of every operation that writes, beside those that
// say what.
func LetteringParams(position string) []wire.Param {
	return []wire.Param{
		{Name: "position", Doc: "Where it stands", Type: wire.Choice, Choices: Positions, Default: position},
		{Name: "size", Doc: "Height of the letters, or a share of the picture's; smaller where they would not fit",
			Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 4, Max: 512}, Default: "8%"},
		{Name: "colour", Doc: "Of the letters", Type: wire.Colour, Default: "#ffffff"},
		{Name: "shade", Doc: "How dark the ground behind the letters is", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 40},
	}
}

// Letter writes one line as the parameters of LetteringParams ask for.
func Letter(a filter.Args, f *frame.Frame, line string) {
	mask, margin := typeset(line, a.Length("size", f.H), f.W, f.H)
	if mask == nil {
		return
	}
	ground := image.Rect(0, 0, mask.Rect.Dx()+2*margin, mask.Rect.Dy())
	ground = ground.Add(Place(a.Choice("position"), f.W, f.H, ground.Dx(), ground.Dy(), margin))
	NewBrush(f, color.RGBA{A: 255}, a.Float("shade")).Rect(ground)
	NewBrush(f, a.Colour("colour"), 100).Mask(ground.Min.Add(image.Pt(margin, 0)), mask)
}

// Place returns where the top left corner of a w×h box stands in a picture, margin px away
// from its edges where there is room. All are px.
func Place(position string, pictureW, pictureH, w, h, margin int) image.Point {
	at := image.Pt((pictureW-w)/2, (pictureH-h)/2)
	switch {
	case strings.HasSuffix(position, "left"):
		at.X = min(margin, at.X)
	case strings.HasSuffix(position, "right"):
		at.X = max(pictureW-w-margin, at.X)
	}
	switch {
	case strings.HasPrefix(position, "top"):
		at.Y = min(margin, at.Y)
	case strings.HasPrefix(position, "bottom"):
		at.Y = max(pictureH-h-margin, at.Y)
	}
	return at
}

var typeface = sync.OnceValue(func() *opentype.Font {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return parsed
})

// typeset returns the coverage of a line in letters of size px, or as large as fit into
// w×h px, and the margin that suits it. The coverage is nil where not even the smallest
// letters fit.
func typeset(line string, size, w, h int) (coverage *image.Alpha, margin int) {
	const smallest = 4 // px
	size = min(size, h/2)
	for ; size >= smallest; size-- {
		face := newFace(size)
		advance := font.MeasureString(face, line).Ceil()
		margin = min(size/3, w/20)
		if room := w - 4*margin; advance > room {
			// Widths grow with the size but for rounding: jump near, then step.
			size = min(size, int(math.Ceil(float64(size)*float64(room)/float64(advance))+1))
			continue
		}
		metrics := face.Metrics()
		coverage = image.NewAlpha(image.Rect(0, 0, advance, (metrics.Ascent + metrics.Descent).Ceil()))
		draw(coverage, face, line, metrics.Ascent)
		return coverage, margin
	}
	return nil, 0
}

func newFace(size int) font.Face {
	// At 72 dots an inch a point is a pixel.
	face, err := opentype.NewFace(typeface(), &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // only for a size of none
	}
	return face
}

// draw adds the glyphs of a line to dst. It takes a twentieth of the time of font.Drawer,
// which goes through interfaces pixel by pixel.
func draw(dst *image.Alpha, face font.Face, line string, baseline fixed.Int26_6) {
	dot := fixed.Point26_6{Y: baseline}
	previous := rune(-1)
	for _, r := range line {
		if previous >= 0 {
			dot.X += face.Kern(previous, r)
		}
		previous = r
		to, mask, from, advance, ok := face.Glyph(dot, r)
		dot.X += advance
		glyph, isAlpha := mask.(*image.Alpha)
		if !ok || !isAlpha {
			continue
		}
		inside := to.Intersect(dst.Rect)
		for y := inside.Min.Y; y < inside.Max.Y; y++ {
			row := dst.Pix[dst.PixOffset(inside.Min.X, y):][:inside.Dx()]
			ink := glyph.Pix[glyph.PixOffset(from.X+inside.Min.X-to.Min.X, from.Y+y-to.Min.Y):]
			for x := range row {
				row[x] = max(row[x], ink[x])
			}
		}
	}
}
