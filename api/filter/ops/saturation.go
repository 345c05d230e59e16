package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "saturation",
		Group: "tone",
		Doc:   "Makes colours stronger or weaker and keeps luma.",
		Params: []wire.Param{
			{Name: "amount", Doc: "-100 % drops the colours, 100 % doubles them",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Min: -100, Max: 300}, Default: 40},
		},
	},
	Work: filter.Tone(saturation),
})

// saturation scales the distance of chroma from grey.
func saturation(a filter.Args, t *filter.Tables) {
	factor := 1 + a.Float("amount")/100
	if factor == 0 {
		t.Gray = true
		return
	}
	scale := func(v float64) float64 { return planes.Neutral + (v-planes.Neutral)*factor }
	filter.Fill(&t.Cb, scale)
	filter.Fill(&t.Cr, scale)
}
