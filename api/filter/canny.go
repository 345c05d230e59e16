package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "canny",
		Group: "art",
		Doc:   "Draws edges as thin white lines on black, after Canny.",
		Params: []Param{
			{Name: "low", Doc: "Steepness |x|+|y| of the gradient, after Sobel, down to which an edge goes on",
				Type: Int, Max: 2040, Default: 50},
			{Name: "high", Doc: "Steepness at which an edge begins", Type: Int, Max: 2040, Default: 100},
			{Name: "sigma", Doc: "Standard deviation of the blur before it", Type: Float, Unit: "px", Max: 10, Step: 0.1, Default: 1},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		f.DropChroma()
		y := luma(f)
		kernel.Gaussian(y, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Canny(y, y, a.Int("low"), a.Int("high"))
	}),
})
