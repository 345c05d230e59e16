package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "sketch",
		Group: "art",
		Doc:   "Draws with a pencil on white paper: light divided by its own blur, a colour dodge, in grey.",
		Params: []Param{
			{Name: "sigma", Doc: "Standard deviation of the blur: the larger, the broader the strokes",
				Type: Float, Unit: "px", Min: 0.5, Max: kernel.MaxSigma, Step: 0.5, Default: 8},
			{Name: "strength", Doc: "How hard the pencil is pressed", Type: Float, Unit: "%", Max: 400, Default: 150},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		f.DropChroma()
		y := luma(f)
		soft, memory := y.Scratch()
		defer memory.Release()
		kernel.Gaussian(soft, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Dodge(y, y, soft)
		strength := a.Float("strength") / 100
		var press [256]byte
		fill(&press, func(v float64) float64 { return 255 - strength*(255-v) })
		mapPlane(frame.Plane(y), &press)
	}),
})
