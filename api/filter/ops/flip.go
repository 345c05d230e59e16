package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
)

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "flip",
		Group: "geometry",
		Doc:   "Swaps top and bottom.",
	},
	Work: filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipY) }),
})
