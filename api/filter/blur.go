package filter

import (
	"image"

	"github.com/disintegration/imaging"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "blur",
		Group: "detail",
		Doc:   "Blurs with a Gaussian.",
		Params: []Param{
			{Name: "sigma", Doc: "Standard deviation", Type: Float, Unit: "px", Max: 10, Step: 0.1, Default: 2},
		},
	},
	Work: NRGBA(func(a Args, img *image.NRGBA) *image.NRGBA { return imaging.Blur(img, a.Float("sigma")) }),
})
