package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "bilateral",
		Group: "detail",
		Doc:   "Smooths what differs little and keeps edges, on luma alone.",
		Params: []Param{
			{Name: "sigma", Doc: "How far neighbours count: standard deviation of their distance",
				Type: Float, Unit: "px", Min: 3, Max: 100, Default: 6},
			{Name: "tolerance", Doc: "How different they may be: standard deviation of 0 to 255",
				Type: Float, Min: 8, Max: 255, Default: 25},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		y := luma(f)
		kernel.Bilateral(y, y, a.Float("sigma"), a.Float("tolerance"))
	}),
})
