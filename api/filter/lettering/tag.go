package lettering

import (
	"image"
	"image/color"

	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/pool"
)

// Tag writes the line in letters of size px, or smaller where it would not fit, as a tag on a box
// (px) within f: on a ground of the box's colour, above the upper left corner, or below that
// corner where there is no room above. The letters are black or white, whichever is further from
// the ground. It does nothing if the line does not fit even with letters of 4 px.
func (l *Line) Tag(f *frame.Frame, box image.Rectangle, size int, ground color.RGBA) {
	fit, ok := l.fit(size, f.W, f.H)
	if !ok || box.Empty() {
		return
	}
	pixels := pool.Get(fit.box.Dx() * fit.box.Dy())
	defer pixels.Release()
	mask := &image.Alpha{Pix: pixels.Bytes, Stride: fit.box.Dx(), Rect: fit.box}
	l.draw(mask, fit.size)
	at := image.Pt(min(box.Min.X, f.W-fit.ground.Dx()), box.Min.Y-fit.ground.Dy())
	if at.Y < 0 {
		at.Y = min(box.Min.Y, f.H-fit.ground.Dy())
	}
	shift := at.Sub(fit.ground.Min)
	paint.NewBrush(f, ground, 100).Rect(fit.ground.Add(shift))
	paint.NewBrush(f, contrast(ground), 100).Mask(fit.box.Min.Add(shift), mask)
}

// contrast returns black on a light colour and white on a dark one.
func contrast(c color.RGBA) color.RGBA {
	if paint.YCbCr(c)[0] >= 128 {
		return color.RGBA{A: 255}
	}
	return color.RGBA{R: 255, G: 255, B: 255, A: 255}
}
