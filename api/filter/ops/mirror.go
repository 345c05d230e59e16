package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:       "mirror",
		Group:      "geometry",
		Doc:        "Swaps left and right, as a mirror shows you.",
		Properties: wire.Properties{Mirrors: true},
	},
	Work: filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipX) }),
})
