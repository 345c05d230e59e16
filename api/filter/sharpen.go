package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "sharpen",
		Group: "detail",
		Doc:   "Sharpens by an unsharp mask, on luma alone: adds what a Gaussian blur would take away.",
		Params: []Param{
			{Name: "sigma", Doc: "Standard deviation of the blur", Type: Float, Unit: "px", Max: kernel.MaxSigma, Step: 0.1, Default: 1},
			{Name: "amount", Doc: "How much of it is added", Type: Float, Unit: "%", Max: 500, Default: 100},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		y := luma(f)
		soft, memory := y.Scratch()
		defer memory.Release()
		kernel.Gaussian(soft, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Unsharp(y, y, soft, a.Float("amount")/100)
	}),
})
