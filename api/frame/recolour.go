package frame

import (
	"framepost/api/kernel"
	"framepost/api/pool"
)

// Recolour replaces colours by others. It calls pixels for rows of opaque pixels (4 bytes
// each), which it changes in place; for a grey frame it uses the table luma instead, and the
// frame stays grey. The frame keeps its form, its size and its chroma subsampling: a chroma
// sample serves all the luma samples that it covers, and becomes the mean of their results.
func (f *Frame) Recolour(luma *[256]byte, pixels func(row []byte)) {
	switch {
	case f.nrgba != nil:
		img := f.nrgba
		for row := range img.Rect.Dy() {
			if f.ended(row) {
				return
			}
			pixels(img.Pix[row*img.Stride:][:4*img.Rect.Dx()])
		}
	case f.sampling == Gray:
		for row := range f.planes[0].H {
			if f.ended(row) {
				return
			}
			kernel.Map(f.planes[0].Row(row), luma)
		}
	default:
		f.recolourPlanes(pixels)
	}
}

// recolourPlanes iterates over the rows of chroma samples, and for each over the rows of luma
// that it covers.
func (f *Frame) recolourPlanes(pixels func(row []byte)) {
	y, cb, cr := f.planes[0], f.planes[1], f.planes[2]
	stepX, stepY := f.sampling.Step()
	b := pool.Get(4 * y.W * stepY)
	defer b.Release()
	for row := range cb.H {
		if f.ended(row) {
			return
		}
		rows := b.Bytes
		lumas := min(stepY, y.H-row*stepY)
		for i := range lumas {
			luma := y.Row(row*stepY + i)
			part := rows[4*y.W*i:][:4*y.W]
			kernel.YCbCrToRGBA(part, luma, cb.Row(row), cr.Row(row), stepX)
			pixels(part)
			kernel.RGBAToY(luma, part)
		}
		kernel.RGBAToCbCr(cb.Row(row), cr.Row(row), rows[:4*y.W*lumas], lumas, stepX)
	}
}
