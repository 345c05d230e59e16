package ops

import (
	"math/rand/v2"
	"sync"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "grain",
		Group: "art",
		Doc:   "Adds the grain of a film; it changes where the picture changes, and the same picture gets the same grain.",
		Params: []wire.Param{
			{Name: "amount", Doc: "Standard deviation of the grain, 100 % for half of the range",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 8},
		},
		Properties: wire.Properties{Place: true},
	},
	Reach: filter.Pointwise,
	Work:  filter.Planes(grain),
})

// grain adds normal noise to luma. Each row takes its noise from a random place in a template that
// is much longer than a row, so that repetitions are not visible; AV1 synthesises film grain in
// the same way (AV1 specification, 7.18.3). From there, each sample takes it by its place in the
// row and its value. So the grain moves in a video, whose samples are never quite the same,
// although the server keeps no state between frames; and that of a region is that of the frame.
func grain(a filter.Args, f *frame.Frame) {
	template := noise()
	gain := int32(a.Float("amount")/100*127.5/noiseDeviation*256 + 0.5)
	luma, at := planes.Luma(f), f.Bounds().Min
	for y := range luma.H {
		if luma.Ended(y) {
			return
		}
		kernel.AddNoise(luma.Row(y), template, scattered(at.Y+y)+at.X, gain)
	}
}

// scattered returns a place for a row, far from those of the rows near it: the upper half of what
// the finalizer of MurmurHash3 makes of its number (A. Appleby 2011).
func scattered(y int) int {
	h := uint32(y + 1)
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return int(h >> 16)
}

const noiseDeviation = 32 // so that four standard deviations fit in an int8

var noise = sync.OnceValue(func() *kernel.Noise {
	rnd := rand.New(rand.NewPCG(1, 2))
	template := new(kernel.Noise)
	for i := range template {
		template[i] = int8(min(max(rnd.NormFloat64()*noiseDeviation, -127), 127))
	}
	return template
})
