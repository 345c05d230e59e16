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
		Properties: wire.Properties{Place: true},
	},
	Reach: filter.Pointwise,
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		w, h := f.Whole()
		shorter := min(w, h)
		width := min(a.Length("width", shorter), (shorter+1)/2)
		pen := paint.NewBrush(f, a.Colour("colour"), 100)
		pen.Rect(image.Rect(0, 0, w, width))
		pen.Rect(image.Rect(0, h-width, w, h))
		pen.Rect(image.Rect(0, width, width, h-width))
		pen.Rect(image.Rect(w-width, width, w, h-width))
	}),
})
