package filter

import (
	"image"

	"github.com/disintegration/imaging"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "sharpen",
		Group: "detail",
		Doc:   "Sharpens by an unsharp mask: adds what a Gaussian blur would take away.",
		Params: []Param{
			{Name: "sigma", Doc: "Standard deviation of the blur", Type: Float, Unit: "px", Max: 10, Step: 0.1, Default: 1},
		},
	},
	Work: NRGBA(func(a Args, img *image.NRGBA) *image.NRGBA { return imaging.Sharpen(img, a.Float("sigma")) }),
})
