package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "sepia",
		Group: "tone",
		Doc:   "Makes the picture look like an old brown photograph.",
		Params: []wire.Param{
			{Name: "amount", Doc: "How much of the effect", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
		},
	},
	Reach: filter.Pointwise,
	Work:  filter.Planes(sepia),
})

// sepia colours luma v as the common sepia matrix colours the grey v. The weights in the matrix's
// rows are close to those of luma, so for colours, too, the result is within a few levels of the
// matrix's, except for a strong blue.
func sepia(a filter.Args, f *frame.Frame) {
	var luma, cb, cr [256]byte
	for v := range 256 {
		light := float64(v)
		toned := paint.YCbCr(paint.RGB(1.351*light, 1.203*light, 0.937*light))
		luma[v], cb[v], cr[v] = toned[0], toned[1], toned[2]
	}
	amount := a.Float("amount") / 100
	planes.AddChroma(f)
	planes.ToneChroma(f, &cb, &cr, amount)
	filter.Fill(&luma, func(v float64) float64 { return v + (float64(luma[int(v)])-v)*amount })
	filter.MapPlane(f.Planes()[0], &luma)
}
