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
		Name:  "blur",
		Group: "detail",
		Doc:   "Blurs with a Gaussian; the picture goes on with its edge beyond it.",
		Params: []wire.Param{
			{Name: "sigma", Doc: "Standard deviation", Type: wire.Float, Unit: "px", Range: &wire.Range{Max: kernel.MaxSigma, Step: 0.1}, Default: 2},
		},
	},
	Reach: func(a filter.Args) int {
		return planes.Reach(func(step int) int { return kernel.GaussianReach(a.Float("sigma") / float64(step)) })
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		sigma := a.Float("sigma")
		for _, p := range f.Components() {
			kernel.Gaussian(p.Plane, p.Plane, sigma/float64(p.StepX), sigma/float64(p.StepY))
		}
	}),
})
