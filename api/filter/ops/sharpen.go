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
		Name:  "sharpen",
		Group: "detail",
		Doc:   "Sharpens by an unsharp mask, on luma alone: adds what a Gaussian blur would take away.",
		Params: []wire.Param{
			{Name: "sigma", Doc: "Standard deviation of the blur", Type: wire.Float, Unit: "px", Range: &wire.Range{Max: kernel.MaxSigma, Step: 0.1}, Default: 1},
			{Name: "amount", Doc: "How much of it is added", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 500}, Default: 100},
		},
	},
	Reach: func(a filter.Args) int { return kernel.GaussianReach(a.Float("sigma")) },
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		y := planes.Luma(f)
		soft, memory := y.Scratch()
		defer memory.Release()
		kernel.Gaussian(soft, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Unsharp(y, y, soft, a.Float("amount")/100)
	}),
})
