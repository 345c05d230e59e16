package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "vignette",
		Group: "art",
		Doc:   "Darkens the picture towards its corners, as an old lens does.",
		Params: []wire.Param{
			{Name: "amount", Doc: "How much of the light the corners lose", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 60},
		},
		Properties: wire.Properties{Place: true},
	},
	Reach: filter.Pointwise,
	Work:  filter.Planes(vignette),
})

// vignette darkens with the fourth power of the distance from the middle, which hardly changes the
// middle; the natural fall-off of a lens, cos⁴ of the angle, begins with the square. Chroma moves
// towards grey by the same share.
func vignette(a filter.Args, f *frame.Frame) {
	share := uint32(a.Float("amount")/100*65535 + 0.5)
	middles := [3]byte{0, planes.Neutral, planes.Neutral}
	w, h := f.Whole()
	at := f.Bounds().Min
	for i, plane := range f.Components() {
		across := squares((w + plane.StepX - 1) / plane.StepX)[at.X/plane.StepX:]
		down := squares((h + plane.StepY - 1) / plane.StepY)[at.Y/plane.StepY:]
		for y := range plane.H {
			if plane.Ended(y) {
				return
			}
			kernel.Fade(plane.Row(y), across, down[y], share, middles[i])
		}
	}
}

// squares returns the squared distances of n samples from their middle, scaled so that the values at
// the ends of the two sides add up to just below 65536.
func squares(n int) []uint32 {
	list := make([]uint32, n)
	for i := range list {
		d := float64(2*i+1-n) / float64(n)
		list[i] = uint32(d * d * 32767)
	}
	return list
}
