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
	},
	Cost: 8,
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		y := planes.Luma(f)
		kernel.Bilateral(y, y, a.Float("sigma"), a.Float("tolerance"))
	}),
})
