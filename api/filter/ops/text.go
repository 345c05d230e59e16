package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/lettering"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "text",
		Group: "overlay",
		Doc:   "Writes a line of text over the picture: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and symbols.",
		Params: append([]wire.Param{
			{Name: "text", Doc: "What is written", Type: wire.Text, Range: &wire.Range{Min: 1, Max: 120}, Default: "framepost"},
		}, lettering.Params("bottom")...),
		Properties: wire.Properties{Place: true},
	},
	Reach: filter.Pointwise,
	Check: func(a filter.Args) error {
		_, err := lettering.Shape(a.Text("text"))
		return err
	},
	Work: filter.ByArgs(func(a filter.Args) filter.Work {
		line, err := lettering.Shape(a.Text("text"))
		if err != nil {
			panic(err) // Check has accepted the text before
		}
		return filter.Planes(line.Write)
	}),
})
