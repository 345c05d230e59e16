package ops

import (
	"image"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "border",
		Group: "overlay",
		Doc:   "Paints a border over the edges; the size of the picture stays.",
		Params: []wire.Param{
			{Name: "width", Doc: "Of the border, or its share of the picture's shorter side",
				Type: wire.Length, Unit: "px", Range: &wire.Range{Max: 1024}, Default: "3%"},
			{Name: "colour", Doc: "Of the border", Type: wire.Colour, Default: "#ffffff"},
		},
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		shorter := min(f.W, f.H)
		width := min(a.Length("width", shorter), (shorter+1)/2)
		pen := paint.NewBrush(f, a.Colour("colour"), 100)
		pen.Rect(image.Rect(0, 0, f.W, width))
		pen.Rect(image.Rect(0, f.H-width, f.W, f.H))
		pen.Rect(image.Rect(0, width, width, f.H-width))
		pen.Rect(image.Rect(f.W-width, width, f.W, f.H-width))
	}),
})
