package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "canny",
		Group: "art",
		Doc:   "Draws edges as thin white lines on black, after Canny.",
		Params: []filter.Param{
			{Name: "low", Doc: "Steepness |x|+|y| of the gradient, after Sobel, down to which an edge goes on",
				Type: filter.Int, Max: 2040, Default: 50},
			{Name: "high", Doc: "Steepness at which an edge begins", Type: filter.Int, Max: 2040, Default: 100},
			{Name: "sigma", Doc: "Standard deviation of the blur before it", Type: filter.Float, Unit: "px", Max: 10, Step: 0.1, Default: 1},
		},
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		kernel.Gaussian(y, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Canny(y, y, a.Int("low"), a.Int("high"))
	}),
})
