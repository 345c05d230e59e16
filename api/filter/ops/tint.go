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
		Name:  "tint",
		Group: "tone",
		Doc:   "Colours the picture in one hue: from black through the colour to white, luma kept.",
		Params: []wire.Param{
			{Name: "colour", Doc: "What a luma equal to the colour's becomes", Type: wire.Colour, Default: "#2f6fd0"},
			{Name: "amount", Doc: "How much of the effect", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
		},
	},
	Reach: filter.Pointwise,
	Work:  filter.Planes(tint),
})

// tint does not change luma, because luma is linear along straight lines in RGB: from black to the
// colour, and from the colour to white.
func tint(a filter.Args, f *frame.Frame) {
	c := a.Colour("colour")
	r, g, b := float64(c.R), float64(c.G), float64(c.B)
	middle := 0.299*r + 0.587*g + 0.114*b
	var cb, cr [256]byte
	for v := range 256 {
		scale, white := 0.0, 0.0 // the colour for luma v is scale·c + white
		switch light := float64(v); {
		case light < middle:
			scale = light / middle
		case middle < 255:
			scale = (255 - light) / (255 - middle)
			white = 255 * (1 - scale)
		}
		toned := paint.YCbCr(paint.RGB(scale*r+white, scale*g+white, scale*b+white))
		cb[v], cr[v] = toned[1], toned[2]
	}
	if !paint.IsGrey(c) {
		planes.AddChroma(f)
	}
	planes.ToneChroma(f, &cb, &cr, a.Float("amount")/100)
}
