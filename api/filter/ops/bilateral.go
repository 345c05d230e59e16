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
		Name:  "bilateral",
		Group: "detail",
		Doc:   "Smooths small differences and keeps edges, on luma alone.",
		Params: []wire.Param{
			{Name: "sigma", Doc: "How far neighbours count: standard deviation of their distance",
				Type: wire.Float, Unit: "px", Range: &wire.Range{Min: 3, Max: 100}, Default: 6},
			{Name: "tolerance", Doc: "How different they may be: standard deviation of 0 to 255",
				Type: wire.Float, Range: &wire.Range{Min: 8, Max: 255}, Default: 25},
		},
		Properties: wire.Properties{Place: true}, // its grid begins in the picture's corner
	},
	Cost:  8,
	Reach: func(a filter.Args) int { return kernel.BilateralReach(a.Float("sigma")) },
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		y := planes.Luma(f)
		at := f.Bounds().Min
		kernel.Bilateral(y, y, at.X, at.Y, a.Float("sigma"), a.Float("tolerance"))
	}),
})
