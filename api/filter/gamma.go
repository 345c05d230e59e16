package filter

import "math"

var _ = register(Filter{
	Spec: Spec{
		Name:  "gamma",
		Group: "tone",
		Doc:   "Lightens (above 1) or darkens (below 1) the middle, and keeps black and white; on luma alone.",
		Params: []Param{
			{Name: "gamma", Doc: "The exponent is 1/gamma", Type: Float, Min: 0.1, Max: 10, Step: 0.1, Default: 1.5},
		},
	},
	Work: Tone(func(a Args, t *Tables) {
		exponent := 1 / a.Float("gamma")
		fill(&t.Y, func(v float64) float64 { return 255 * math.Pow(v/255, exponent) })
	}),
})
