package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

// meter is named after a light meter: the operation brightness is another one, which changes
// the picture.
var _ = register(filter.Filter{
	Op: wire.Op{
		Name:       "meter",
		Group:      "measure",
		Doc:        "Reports the brightness of the picture, as its mean luma in %, and changes nothing.",
		Properties: wire.Properties{Reports: []string{"brightness"}},
	},
	Cost: 0.4,
	Work: filter.Planes(func(_ filter.Args, f *frame.Frame) {
		view := f.View()
		defer view.Release()
		y := planes.Luma(view)
		sum := 0
		for row := range y.H {
			if y.Ended(row) {
				return
			}
			sum += kernel.Sum(y.Row(row))
		}
		f.Figures.Brightness = figure(100 * float64(sum) / float64(255*y.W*y.H))
	}),
})

// figure returns a number as an answer has it: with two digits after the point.
func figure(v float64) *float64 {
	v = math.Round(100*v) / 100
	return &v
}
