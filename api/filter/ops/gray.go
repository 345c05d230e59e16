package ops

import (
	"framepost/api/filter"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "gray",
		Group: "tone",
		Doc:   "Drops the colours: luma alone, which also makes smaller JPEGs.",
	},
	Work: filter.Tone(func(_ filter.Args, t *filter.Tables) { t.Gray = true }),
})
