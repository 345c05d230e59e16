package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "invert",
		Group: "tone",
		Doc:   "Makes a negative: light for dark, and every colour its complement.",
	},
	Work: filter.Tone(func(_ filter.Args, t *filter.Tables) {
		filter.Fill(&t.Y, func(v float64) float64 { return 255 - v })
		complement := func(v float64) float64 { return 2*planes.Neutral - v }
		filter.Fill(&t.Cb, complement)
		filter.Fill(&t.Cr, complement)
	}),
})
