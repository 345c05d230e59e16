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
		Name:  "sketch",
		Group: "art",
		Doc:   "Draws with a pencil on white paper: light divided by its own blur, a colour dodge, in grey.",
		Params: []wire.Param{
			{Name: "sigma", Doc: "Standard deviation of the blur: the larger, the broader the strokes",
				Type: wire.Float, Unit: "px", Range: &wire.Range{Min: 0.5, Max: kernel.MaxSigma, Step: 0.5}, Default: 8},
			{Name: "strength", Doc: "How hard the pencil is pressed", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 400}, Default: 150},
		},
	},
	Cost:  7,
	Reach: func(a filter.Args) int { return kernel.GaussianReach(a.Float("sigma")) },
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		soft, memory := y.Scratch()
		defer memory.Release()
		kernel.Gaussian(soft, y, a.Float("sigma"), a.Float("sigma"))
		kernel.Dodge(y, y, soft)
		strength := a.Float("strength") / 100
		var press [256]byte
		filter.Fill(&press, func(v float64) float64 { return 255 - strength*(255-v) })
		filter.MapPlane(y, &press)
	}),
})
