package ops

import "framepost/api/filter"

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "brightness",
		Group: "tone",
		Doc:   "Adds light or takes it away, on luma alone.",
		Params: []filter.Param{
			{Name: "amount", Doc: "100 % turns black into white", Type: filter.Float, Unit: "%", Min: -100, Max: 100, Default: 20},
		},
	},
	Work: filter.Tone(func(a filter.Args, t *filter.Tables) {
		shift := a.Float("amount") / 100 * 255
		filter.Fill(&t.Y, func(v float64) float64 { return v + shift })
	}),
})
