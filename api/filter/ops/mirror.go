package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
)

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "mirror",
		Group: "geometry",
		Doc:   "Swaps left and right, as a mirror shows you.",
	},
	Work: filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipX) }),
})
