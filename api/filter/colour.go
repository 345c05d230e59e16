package filter

import (
	"image/color"

	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/pool"
)

// neutral is the chroma sample of grey.
const neutral = 128

// rgb is a colour of channels 0–255, rounded and limited.
func rgb(r, g, b float64) color.RGBA {
	return color.RGBA{R: round(r), G: round(g), B: round(b), A: 255}
}

// ycbcr is a colour as samples of the three planes.
func ycbcr(c color.RGBA) (samples [3]byte) {
	samples[0], samples[1], samples[2] = color.RGBToYCbCr(c.R, c.G, c.B)
	return samples
}

// isGrey tells whether a colour is one that a frame without chroma can show.
func isGrey(c color.RGBA) bool { return c.R == c.G && c.G == c.B }

// addChroma gives a grey frame 4:2:0 chroma planes, all neutral. An operation calls it
// when it is asked for a colour; until then grey stays grey.
func addChroma(f *frame.Frame) {
	if f.Sampling() != frame.Gray {
		return
	}
	g := frame.New(f.W, f.H, frame.YUV420)
	planes := g.Planes()
	for y := range f.H {
		copy(planes[0].Row(y), f.Planes()[0].Row(y))
	}
	for _, plane := range planes[1:] {
		for y := range plane.H {
			fillRow(plane.Row(y), neutral)
		}
	}
	f.Become(g)
}

func fillRow(row []byte, v byte) {
	for x := range row {
		row[x] = v
	}
}

// chromaRows calls do for each row of chroma with the mean luma under each of its
// samples; never for a grey frame.
func chromaRows(f *frame.Frame, do func(luma, cb, cr []byte)) {
	planes := f.Planes()
	if len(planes) == 1 {
		return
	}
	stepX, stepY := f.Sampling().Step()
	means := pool.Get(planes[1].W)
	defer means.Release()
	for y := range planes[1].H {
		top := y * stepY
		kernel.MeanBlocks(means.Bytes, planes[0].Row(top), planes[0].Row(min(top+stepY, f.H)-1), stepX)
		do(means.Bytes, planes[1].Row(y), planes[2].Row(y))
	}
}

// toneChroma moves chroma towards what the tables give for the luma beside it, by an
// amount from 0 to 1.
func toneChroma(f *frame.Frame, cb, cr *[256]byte, amount float64) {
	share := int(amount*256 + 0.5)
	chromaRows(f, func(luma, rowCb, rowCr []byte) {
		kernel.Tone(rowCb, luma, cb, share)
		kernel.Tone(rowCr, luma, cr, share)
	})
}
