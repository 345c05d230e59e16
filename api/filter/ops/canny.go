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
		Name:  "canny",
		Group: "art",
		Doc:   "Draws edges as thin white lines on black, after Canny.",
		Params: []wire.Param{
			{Name: "low", Doc: "Steepness |x|+|y| of Sobel's gradient down to which an edge continues",
				Type: wire.Int, Range: &wire.Range{Max: 2040}, Default: 50},
			{Name: "high", Doc: "Steepness at which an edge begins", Type: wire.Int, Range: &wire.Range{Max: 2040}, Default: 100},
			{Name: "sigma", Doc: "Standard deviation of the blur before it", Type: wire.Float, Unit: "px", Range: &wire.Range{Max: 10, Step: 0.1}, Default: 1},
		},
	},
	Cost: 5,
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		kernel.Gaussian(y, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Canny(y, y, a.Int("low"), a.Int("high"))
	}),
})
