// Package lettering writes lines of text onto frames. It shapes a line into glyphs, each from
// the first font that has it, lays them out as large as fits, and draws them.
package lettering

import (
	"image"
	"image/color"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Params returns the parameters that all operations that write text share, with a default for
// the position.
func Params(position string) []wire.Param {
	return []wire.Param{
		{Name: "position", Doc: "Where it stands", Type: wire.Choice, Choices: paint.Positions, Default: position},
		{Name: "size", Doc: "Height of the letters, or a share of the picture's; smaller where they would not fit",
			Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 4, Max: 512}, Default: "8%"},
		{Name: "colour", Doc: "Of the letters", Type: wire.Colour, Default: "#ffffff"},
		{Name: "shade", Doc: "How dark the ground behind the letters is", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 40},
	}
}

// Write writes the line onto f as the arguments of Params ask. It does nothing if the line does
// not fit even with letters of 4 px, the smallest size.
func (l *Line) Write(a filter.Args, f *frame.Frame) {
	w, h := f.Whole()
	fit, ok := l.fit(a.Length("size", h), w, h)
	if !ok {
		return
	}
	pixels := pool.Get(fit.box.Dx() * fit.box.Dy())
	defer pixels.Release()
	mask := &image.Alpha{Pix: pixels.Bytes, Stride: fit.box.Dx(), Rect: fit.box}
	l.draw(mask, fit.size)
	at := paint.Place(a.Choice("position"), w, h, fit.ground.Dx(), fit.ground.Dy(), fit.margin)
	shift := at.Sub(fit.ground.Min)
	paint.NewBrush(f, color.RGBA{A: 255}, a.Float("shade")).Rect(fit.ground.Add(shift))
	paint.NewBrush(f, a.Colour("colour"), 100).Mask(fit.box.Min.Add(shift), mask)
}
