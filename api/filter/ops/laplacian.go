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
		Name:  "laplacian",
		Group: "art",
		Doc:   "Shows how far each sample is from the mean of its neighbours, in grey: edges and specks.",
		Params: []wire.Param{
			{Name: "gain", Doc: "100 % is the sum of the four differences", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 800, Step: 50}, Default: 500},
			{Name: "sigma", Doc: "Standard deviation of the blur before it", Type: wire.Float, Unit: "px", Range: &wire.Range{Max: 10, Step: 0.1}, Default: 1},
		},
	},
	Reach: func(a filter.Args) int { return kernel.GaussianReach(a.Float("sigma")) + 1 },
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		kernel.Gaussian(y, y, a.Float("sigma"), a.Float("sigma"))
		laplace(a.Float("gain")/100).Apply(y, y)
	}),
})

// laplace returns the kernel of |4·middle - the sum of the four neighbours|·gain, with weights in
// 1/2.
func laplace(gain float64) kernel.Matrix {
	const fraction = 1
	w := int8(filter.Round(gain * (1 << fraction)))
	return kernel.Matrix{Weights: [9]int8{1: w, 3: w, 4: -4 * w, 5: w, 7: w}, Shift: fraction, Magnitude: true}
}
