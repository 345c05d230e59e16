package filter

var _ = register(Filter{
	Spec: Spec{
		Name:  "invert",
		Group: "tone",
		Doc:   "Makes a negative: light for dark, and every colour its complement.",
	},
	Work: Tone(func(_ Args, t *Tables) {
		fill(&t.Y, func(v float64) float64 { return 255 - v })
		complement := func(v float64) float64 { return 2*neutral - v }
		fill(&t.Cb, complement)
		fill(&t.Cr, complement)
	}),
})
