package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "flip",
		Group: "geometry",
		Doc:   "Swaps top and bottom.",
	},
	Work: filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipY) }),
})
