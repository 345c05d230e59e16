package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "blur",
		Group: "detail",
		Doc:   "Blurs with a Gaussian; the picture goes on with its edge beyond it.",
		Params: []Param{
			{Name: "sigma", Doc: "Standard deviation", Type: Float, Unit: "px", Max: kernel.MaxSigma, Step: 0.1, Default: 2},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		sigma := a.Float("sigma")
		eachPlane(f, func(p kernel.Plane, stepX, stepY float64) {
			kernel.Gaussian(p, p, sigma/stepX, sigma/stepY)
		})
	}),
})
