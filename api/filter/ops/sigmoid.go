package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "sigmoid",
		Group: "tone",
		Doc:   "Moves light and dark apart around a midpoint and keeps detail in both ends, on luma alone.",
		Params: []wire.Param{
			{Name: "amount", Doc: "Steepness of the curve at the midpoint; below 0 it takes contrast away",
				Type: wire.Float, Range: &wire.Range{Min: -10, Max: 10, Step: 0.5}, Default: 5},
			{Name: "midpoint", Doc: "The luma that the curve is steepest at: 0 % is black, 100 % white",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 50},
		},
	},
	Work: filter.Tone(func(a filter.Args, t *filter.Tables) {
		filter.Fill(&t.Y, sigmoid(a.Float("amount"), a.Float("midpoint")/100))
	}),
})

// sigmoid returns the curve σ(v) = 1/(1+exp(b·(m-v))) between v = 0 and 1, stretched so that black
// stays black and white stays white; for an amount below 0 it returns the inverse. ImageMagick has
// the same curve as -sigmoidal-contrast, with the parameters b and m.
func sigmoid(amount, midpoint float64) func(v float64) float64 {
	if amount == 0 {
		return func(v float64) float64 { return v }
	}
	b := math.Abs(amount)
	at := func(v float64) float64 { return 1 / (1 + math.Exp(b*(midpoint-v))) }
	black, white := at(0), at(1)
	if amount > 0 {
		return func(v float64) float64 { return 255 * (at(v/255) - black) / (white - black) }
	}
	return func(v float64) float64 {
		s := black + v/255*(white-black) // between 0 and 1, exclusive, since black and white are
		return 255 * (midpoint - math.Log(1/s-1)/b)
	}
}
