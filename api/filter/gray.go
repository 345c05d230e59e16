package filter

var _ = register(Filter{
	Spec: Spec{
		Name:  "gray",
		Group: "tone",
		Doc:   "Drops the colours: luma alone, which also makes smaller JPEGs.",
	},
	Work: Tone(func(_ Args, t *Tables) { t.Gray = true }),
})
