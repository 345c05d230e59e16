package ops

import (
	"image"
	"image/color"
	"slices"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "histogram",
		Group: "overlay",
		Doc:   "Shows how much of the picture has which luma, black on the left and white on the right.",
		Params: []wire.Param{
			{Name: "position", Doc: "Where it stands", Type: wire.Choice, Choices: paint.Positions, Default: "bottom-left"},
			{Name: "width", Doc: "Of the diagram, or its share of the picture's", Type: wire.Length, Unit: "px",
				Range: &wire.Range{Min: 16, Max: 2048}, Default: "40%"},
			{Name: "colour", Doc: "Of the bars", Type: wire.Colour, Default: "#ffffff"},
		},
	},
	Work: filter.Planes(histogram),
})

// histogram draws one bar a column; the columns share all 256 values. The bar of the third most
// frequent value reaches the top: if it were that of the most frequent one, a picture with a black
// border would show nothing but the bar of black.
func histogram(a filter.Args, f *frame.Frame) {
	counts := count(f)
	w := min(a.Length("width", f.W), f.W)
	h := min(w/2, f.H)
	if w == 0 || h == 0 {
		return
	}
	at := paint.Place(a.Choice("position"), f.W, f.H, w, h, f.W/50)
	paint.NewBrush(f, color.RGBA{A: 255}, 50).Rect(image.Rect(at.X, at.Y, at.X+w, at.Y+h))
	pen := paint.NewBrush(f, a.Colour("colour"), 85)
	sorted := slices.Sorted(slices.Values(counts[:]))
	top := max(sorted[253], 1)
	for x := range w {
		first := x * 256 / w
		last := max((x+1)*256/w, first+1)
		longest := slices.Max(counts[first:last])
		bar := min(longest*h/top, h)
		pen.Rect(image.Rect(at.X+x, at.Y+h-bar, at.X+x+1, at.Y+h))
	}
}
