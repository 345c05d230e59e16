package overlay

import (
	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Operation returns the operation that draws the pictures on frames. It is not among those of
// package ops: the pictures are only known when the program starts, and a program without files
// then leaves out what reads them.
func (p *Pictures) Operation() filter.Filter {
	return filter.Filter{
		Op: wire.Op{
			Name:  "overlay",
			Group: "overlay",
			Doc:   "Draws one of the operator's pictures on the frame: a logo, a mask.",
			Params: []wire.Param{
				{Name: "picture", Doc: "Which one", Type: wire.Choice, Choices: p.Names()},
				{Name: "position", Doc: "Where it stands", Type: wire.Choice, Choices: paint.Positions, Default: "bottom-right"},
				{Name: "size", Doc: "Its width as a share of the frame's; less where it would be higher than the frame",
					Type: wire.Float, Unit: "%", Range: &wire.Range{Min: 1, Max: 100}, Default: 20},
				{Name: "opacity", Doc: "0 % can't be seen", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
				{Name: "margin", Doc: "Distance from the edges, or a share of the frame's width",
					Type: wire.Length, Unit: "px", Range: &wire.Range{Max: 1024}, Default: "2%"},
			},
			Properties: wire.Properties{Place: true},
		},
		Reach: filter.Pointwise,
		Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
			frameW, frameH := f.Whole()
			width := filter.Share(frameW, int(a.Float("size")*100), 100*100)
			stamp := p.Scaled(a.Choice("picture"), width, frameH)
			w, h := stamp.Size()
			at := paint.Place(a.Choice("position"), frameW, frameH, w, h, a.Length("margin", frameW))
			stamp.Paint(f, at, a.Float("opacity"))
		}),
	}
}
