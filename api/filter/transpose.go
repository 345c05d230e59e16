package filter

import "framepost/api/frame"

var _ = register(Filter{
	Spec: Spec{
		Name:  "transpose",
		Group: "geometry",
		Doc:   "Swaps rows and columns: mirrors at the diagonal from the top left.",
	},
	Work: Move(func(_ Args, w, h int) frame.Geometry { return frame.Turned(w, h, frame.Transpose) }),
})
