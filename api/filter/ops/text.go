package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
)

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "text",
		Group: "overlay",
		Doc:   "Writes a line of text over the picture, in the Go font.",
		Params: append([]filter.Param{
			{Name: "text", Doc: "What is written", Type: filter.Text, Min: 1, Max: 120, Default: "framepost"},
		}, paint.LetteringParams("bottom")...),
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) { paint.Letter(a, f, a.Text("text")) }),
})
