package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "sobel",
		Group: "art",
		Doc:   "Shows how steep light changes: the length of its gradient, after Sobel, in grey.",
	},
	Work: Planes(func(_ Args, f *frame.Frame) {
		f.DropChroma()
		y := luma(f)
		kernel.Sobel(y, y)
	}),
})
