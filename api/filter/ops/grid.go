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
		Name:  "grid",
		Group: "overlay",
		Doc:   "Draws lines that divide the picture evenly: into thirds for the rule of thirds.",
		Params: []wire.Param{
			{Name: "columns", Doc: "Parts from left to right", Type: wire.Int, Range: &wire.Range{Min: 1, Max: 64}, Default: 3},
			{Name: "rows", Doc: "Parts from top to bottom", Type: wire.Int, Range: &wire.Range{Min: 1, Max: 64}, Default: 3},
			{Name: "width", Doc: "Of a line", Type: wire.Int, Unit: "px", Range: &wire.Range{Min: 1, Max: 32}, Default: 2},
			{Name: "colour", Doc: "Of the lines", Type: wire.Colour, Default: "#ffffff"},
			{Name: "opacity", Doc: "Of the lines", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 60},
		},
		Properties: wire.Properties{Place: true},
	},
	Cost:  28,
	Reach: filter.Pointwise,
	Work:  filter.Planes(grid),
})

func grid(a filter.Args, f *frame.Frame) {
	pen := paint.NewBrush(f, a.Colour("colour"), a.Float("opacity"))
	w, h := f.Whole()
	columns, rows, width := a.Int("columns"), a.Int("rows"), a.Int("width")
	for i := 1; i < columns; i++ {
		x := i*w/columns - width/2
		pen.Rect(image.Rect(x, 0, x+width, h))
	}
	for i := 1; i < rows; i++ {
		y := i*h/rows - width/2
		pen.Rect(image.Rect(0, y, w, y+width))
	}
}
