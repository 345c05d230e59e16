package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "gamma",
		Group: "tone",
		Doc:   "Lightens (above 1) or darkens (below 1) the middle, and keeps black and white; on luma alone.",
		Params: []wire.Param{
			{Name: "gamma", Doc: "The exponent is 1/gamma", Type: wire.Float, Range: &wire.Range{Min: 0.1, Max: 10, Step: 0.1}, Default: 1.5},
		},
	},
	Work: filter.Tone(func(a filter.Args, t *filter.Tables) {
		exponent := 1 / a.Float("gamma")
		filter.Fill(&t.Y, func(v float64) float64 { return 255 * math.Pow(v/255, exponent) })
	}),
})
