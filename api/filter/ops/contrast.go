package ops

import (
	"framepost/api/filter"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "contrast",
		Group: "tone",
		Doc:   "Moves light and dark apart, or closer to middle grey, on luma alone.",
		Params: []wire.Param{
			{Name: "amount", Doc: "-100 % leaves one grey, 100 % only black and white",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Min: -100, Max: 100}, Default: 20},
		},
	},
	Work: filter.Tone(contrast),
})

// contrast scales the distance from middle grey by 1+amount below zero and by 1/(1-amount) above,
// so that both ends of the slider have a similar effect.
func contrast(a filter.Args, t *filter.Tables) {
	const middle = 127.5
	slope := 1 + a.Float("amount")/100
	if slope > 1 {
		slope = 1 / max(2-slope, 1e-3)
	}
	filter.Fill(&t.Y, func(v float64) float64 { return middle + (v-middle)*slope })
}
