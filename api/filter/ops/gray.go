package ops

import "framepost/api/filter"

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "gray",
		Group: "tone",
		Doc:   "Drops the colours: luma alone, which also makes smaller JPEGs.",
	},
	Work: filter.Tone(func(_ filter.Args, t *filter.Tables) { t.Gray = true }),
})
