package filter

import "framepost/api/frame"

var _ = register(Filter{
	Spec: Spec{
		Name:  "mirror",
		Group: "geometry",
		Doc:   "Swaps left and right, as a mirror shows you.",
	},
	Work: Move(func(_ Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.FlipX) }),
})
