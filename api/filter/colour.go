package filter

import (
	"image/color"

	"framepost/api/frame"
)

// neutral is the chroma sample of grey.
const neutral = 128

// ycbcr is a colour as samples of the three planes.
func ycbcr(c color.RGBA) (samples [3]byte) {
	samples[0], samples[1], samples[2] = color.RGBToYCbCr(c.R, c.G, c.B)
	return samples
}

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
		fillPlane(plane, neutral)
	}
	f.Become(g)
}

func fillPlane(p frame.Plane, v byte) {
	for y := range p.H {
		row := p.Row(y)
		for x := range row {
			row[x] = v
		}
	}
}
