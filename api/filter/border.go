package filter

import (
	"image"

	"framepost/api/frame"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "border",
		Group: "overlay",
		Doc:   "Paints a border over the edges; the size of the picture stays.",
		Params: []Param{
			{Name: "width", Doc: "Of the border, or its share of the picture's shorter side",
				Type: Length, Unit: "px", Max: 1024, Default: "3%"},
			{Name: "colour", Doc: "Of the border", Type: Colour, Default: "#ffffff"},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		shorter := min(f.W, f.H)
		width := min(a.Length("width", shorter), (shorter+1)/2)
		pen := newBrush(f, a.Colour("colour"), 100)
		pen.rect(image.Rect(0, 0, f.W, width))
		pen.rect(image.Rect(0, f.H-width, f.W, f.H))
		pen.rect(image.Rect(0, width, width, f.H-width))
		pen.rect(image.Rect(f.W-width, width, f.W, f.H-width))
	}),
})
