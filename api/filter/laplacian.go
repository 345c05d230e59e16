package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "laplacian",
		Group: "art",
		Doc:   "Shows how far light is from the mean of its neighbours, in grey: edges and specks alike.",
		Params: []Param{
			{Name: "gain", Doc: "100 % is the sum of the four differences", Type: Float, Unit: "%", Max: 800, Step: 50, Default: 500},
			{Name: "sigma", Doc: "Standard deviation of the blur before it", Type: Float, Unit: "px", Max: 10, Step: 0.1, Default: 1},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		f.DropChroma()
		y := luma(f)
		kernel.Gaussian(y, y, a.Float("sigma"), a.Float("sigma"))
		laplace(a.Float("gain")/100).Apply(y, y)
	}),
})

// laplace is |4·middle - those above, left, right and below| times gain, in halves.
func laplace(gain float64) kernel.Matrix {
	const fraction = 1
	w := int8(round(gain * (1 << fraction)))
	return kernel.Matrix{Weights: [9]int8{1: w, 3: w, 4: -4 * w, 5: w, 7: w}, Shift: fraction, Magnitude: true}
}
