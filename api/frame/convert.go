package frame

import (
	"image"

	"framepost/api/kernel"
	"framepost/api/pool"
)

// toNRGBA converts the planes to NRGBA. Each chroma sample is repeated for all the luma
// samples that it covers.
func (f *Frame) toNRGBA() {
	f.pixels = pool.Get(4 * f.W * f.H)
	img := &image.NRGBA{Pix: f.pixels.Bytes, Stride: 4 * f.W, Rect: image.Rect(0, 0, f.W, f.H)}
	for row := range f.H {
		if f.ended(row) {
			break
		}
		f.PixelRow(img.Pix[row*img.Stride:][:4*f.W], row)
	}
	f.dropPlanes()
	f.nrgba = img
}

// PixelRow returns a row as NRGBA, 4·W bytes. It does not change the frame's form: it converts
// the row into buffer, which has that length, or returns the frame's own.
func (f *Frame) PixelRow(buffer []byte, row int) []byte {
	if f.nrgba != nil {
		return f.nrgba.Pix[row*f.nrgba.Stride:][:4*f.W]
	}
	luma := f.planes[0].Row(row)
	if f.sampling == Gray {
		kernel.GrayToRGBA(buffer, luma)
		return buffer
	}
	stepX, stepY := f.sampling.Step()
	kernel.YCbCrToRGBA(buffer, luma, f.planes[1].Row(row/stepY), f.planes[2].Row(row/stepY), stepX)
	return buffer
}

// fromNRGBA converts NRGBA to planes: to 4:2:0, where each chroma sample is the mean of the
// pixels that it covers, or to grey if the frame was grey and no filter has coloured it since.
func (f *Frame) fromNRGBA() {
	img := f.nrgba
	s := YUV420
	if f.IsGray() {
		s = Gray
	}
	g := New(img.Rect.Dx(), img.Rect.Dy(), s)
	for row := range g.H {
		if f.ended(row) {
			break
		}
		kernel.RGBAToY(g.planes[0].Row(row), img.Pix[row*img.Stride:][:4*g.W])
	}
	for row := range g.planes[1].H {
		if f.ended(row) {
			break
		}
		top := img.Pix[2*row*img.Stride:][:4*g.W]
		bottom := top // an odd last row has none below it
		if 2*row+1 < g.H {
			bottom = img.Pix[(2*row+1)*img.Stride:][:4*g.W]
		}
		kernel.RGBAToCbCr420(g.planes[1].Row(row), g.planes[2].Row(row), top, bottom)
	}
	g.W, g.H, g.reduced = f.W, f.H, f.reduced // a picture that was decoded smaller stays so
	f.Become(g)
}

// IsGray reports whether the frame has no colours: it has only luma, or its NRGBA was made of
// luma and no filter has coloured it since.
func (f *Frame) IsGray() bool {
	if f.sampling != Gray || f.nrgba == nil {
		return f.sampling == Gray
	}
	for row := range f.nrgba.Rect.Dy() {
		if f.ended(row) {
			break
		}
		if !kernel.IsGray(f.nrgba.Pix[row*f.nrgba.Stride:][:4*f.nrgba.Rect.Dx()]) {
			return false
		}
	}
	return true
}
