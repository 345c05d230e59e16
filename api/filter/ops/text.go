package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "text",
		Group: "overlay",
		Doc:   "Writes a line of text over the picture, in the Go font.",
		Params: append([]wire.Param{
			{Name: "text", Doc: "What is written", Type: wire.Text, Range: &wire.Range{Min: 1, Max: 120}, Default: "framepost"},
		}, paint.LetteringParams("bottom")...),
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) { paint.Letter(a, f, a.Text("text")) }),
})
