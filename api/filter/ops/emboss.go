package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "emboss",
		Group: "art",
		Doc:   "Makes a relief of light, lit from one side, in grey.",
		Params: []wire.Param{
			{Name: "angle", Doc: "Direction of the light, clockwise from the top", Type: wire.Float, Unit: "°", Range: &wire.Range{Min: -360, Max: 360}, Default: -45},
			{Name: "amount", Doc: "How high it stands out", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 300}, Default: 100},
		},
	},
	Reach: func(filter.Args) int { return 1 },
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		relief(a.Float("angle"), a.Float("amount")/100).Apply(y, y)
	}),
})

// relief returns a kernel for middle grey plus, at an amount of 1, a quarter of Sobel's
// gradient towards the light. With the largest amount, 3, the magnitudes of its weights add
// up to 102/16.
func relief(angle, amount float64) kernel.Matrix {
	const fraction = 4
	sin, cos := math.Sincos(angle * math.Pi / 180)
	m := kernel.Matrix{Shift: fraction, Bias: 128}
	for i := range m.Weights {
		x, y := i%3-1, i/3-1
		gx, gy := x*(2-y*y), y*(2-x*x)
		m.Weights[i] = int8(math.Round(amount / 4 * (1 << fraction) * (float64(gx)*sin - float64(gy)*cos)))
	}
	return m
}
