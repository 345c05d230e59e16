package filter

var _ = register(Filter{
	Spec: Spec{
		Name:  "saturation",
		Group: "tone",
		Doc:   "Makes colours stronger or weaker and keeps luma.",
		Params: []Param{
			{Name: "amount", Doc: "-100 % drops the colours, 100 % doubles them",
				Type: Float, Unit: "%", Min: -100, Max: 300, Default: 40},
		},
	},
	Work: Tone(saturation),
})

// saturation scales the distance of chroma from grey.
func saturation(a Args, t *Tables) {
	factor := 1 + a.Float("amount")/100
	if factor == 0 {
		t.Gray = true
		return
	}
	scale := func(v float64) float64 { return neutral + (v-neutral)*factor }
	fill(&t.Cb, scale)
	fill(&t.Cr, scale)
}
