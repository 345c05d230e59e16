package filter

var _ = register(Filter{
	Spec: Spec{
		Name:  "brightness",
		Group: "tone",
		Doc:   "Adds light or takes it away, on luma alone.",
		Params: []Param{
			{Name: "amount", Doc: "100 % turns black into white", Type: Float, Unit: "%", Min: -100, Max: 100, Default: 20},
		},
	},
	Work: Tone(func(a Args, t *Tables) {
		shift := a.Float("amount") / 100 * 255
		fill(&t.Y, func(v float64) float64 { return v + shift })
	}),
})
