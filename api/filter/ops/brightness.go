package ops

import (
	"framepost/api/filter"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "brightness",
		Group: "tone",
		Doc:   "Adds light or takes it away, on luma alone.",
		Params: []wire.Param{
			{Name: "amount", Doc: "100 % turns black into white", Type: wire.Float, Unit: "%", Range: &wire.Range{Min: -100, Max: 100}, Default: 20},
		},
	},
	Work: filter.Tone(func(a filter.Args, t *filter.Tables) {
		shift := a.Float("amount") / 100 * 255
		filter.Fill(&t.Y, func(v float64) float64 { return v + shift })
	}),
})
