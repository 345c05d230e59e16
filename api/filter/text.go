package filter

import "framepost/api/frame"

var _ = register(Filter{
	Spec: Spec{
		Name:  "text",
		Group: "overlay",
		Doc:   "Writes a line of text over the picture, in the Go font.",
		Params: append([]Param{
			{Name: "text", Doc: "What is written", Type: Text, Min: 1, Max: 120, Default: "framepost"},
		}, letteringParams("bottom")...),
	},
	Work: Planes(func(a Args, f *frame.Frame) { letter(a, f, a.Text("text")) }),
})
