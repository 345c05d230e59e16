package filter

import (
	"image"

	"framepost/api/frame"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "grid",
		Group: "overlay",
		Doc:   "Draws lines that part the picture evenly: by three for the rule of thirds.",
		Params: []Param{
			{Name: "columns", Doc: "Parts from left to right", Type: Int, Min: 1, Max: 64, Default: 3},
			{Name: "rows", Doc: "Parts from top to bottom", Type: Int, Min: 1, Max: 64, Default: 3},
			{Name: "width", Doc: "Of a line", Type: Int, Unit: "px", Min: 1, Max: 32, Default: 2},
			{Name: "colour", Doc: "Of the lines", Type: Colour, Default: "#ffffff"},
			{Name: "opacity", Doc: "Of the lines", Type: Float, Unit: "%", Max: 100, Default: 60},
		},
	},
	Work: Planes(grid),
})

func grid(a Args, f *frame.Frame) {
	pen := newBrush(f, a.Colour("colour"), a.Float("opacity"))
	columns, rows, width := a.Int("columns"), a.Int("rows"), a.Int("width")
	for i := 1; i < columns; i++ {
		x := i*f.W/columns - width/2
		pen.rect(image.Rect(x, 0, x+width, f.H))
	}
	for i := 1; i < rows; i++ {
		y := i*f.H/rows - width/2
		pen.rect(image.Rect(0, y, f.W, y+width))
	}
}
