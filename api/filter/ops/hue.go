package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "hue",
		Group: "tone",
		Doc:   "Turns the colours around the colour wheel and keeps luma.",
		Params: []wire.Param{
			{Name: "angle", Doc: "120 makes red roughly green, green blue, and blue red",
				Type: wire.Float, Unit: "°", Range: &wire.Range{Min: -180, Max: 180}, Default: 60},
		},
	},
	Reach: filter.Pointwise,
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		planes := f.Planes()
		if len(planes) == 1 {
			return
		}
		angle := a.Float("angle") * math.Pi / 180
		for y := range planes[1].H {
			if planes[1].Ended(y) {
				return
			}
			kernel.RotateHue(planes[1].Row(y), planes[2].Row(y), angle)
		}
	}),
})
