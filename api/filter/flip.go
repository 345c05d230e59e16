package filter

import "framepost/api/frame"

var _ = register(Filter{
	Spec: Spec{
		Name:  "flip",
		Group: "geometry",
		Doc:   "Swaps top and bottom.",
	},
	Work: Move(func(_ Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipY) }),
})
