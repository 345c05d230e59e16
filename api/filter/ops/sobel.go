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
		Name:  "sobel",
		Group: "art",
		Doc:   "Shows how steep light changes: the length of its gradient, after Sobel, in grey.",
	},
	Reach: func(filter.Args) int { return 1 },
	Work: filter.Planes(func(_ filter.Args, f *frame.Frame) {
		f.DropChroma()
		y := planes.Luma(f)
		kernel.Sobel(y, y)
	}),
})
