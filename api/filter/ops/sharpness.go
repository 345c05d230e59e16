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
		Name:       "sharpness",
		Group:      "measure",
		Doc:        "Reports how sharp the picture is, as the variance of the Laplacian of its luma, and changes nothing.",
		Properties: wire.Properties{Reports: []string{"sharpness"}},
	},
	Cost: 0.4,
	Work: filter.Planes(func(_ filter.Args, f *frame.Frame) {
		view := f.View()
		defer view.Release()
		f.Figures.Sharpness = figure(kernel.LaplacianVariance(planes.Luma(view)))
	}),
})
