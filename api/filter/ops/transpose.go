package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "transpose",
		Group: "geometry",
		Doc:   "Swaps rows and columns: mirrors at the diagonal from the top left.",
	},
	Work: filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.Transpose) }),
})
