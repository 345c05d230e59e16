package filter

import (
	"math"

	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "box",
		Group: "detail",
		Doc:   "Blurs with the mean of a square; the picture goes on with its edge beyond it.",
		Params: []Param{
			{Name: "radius", Doc: "How far the square reaches from its middle", Type: Int, Unit: "px", Max: 100, Default: 3},
		},
	},
	Work: Planes(func(a Args, f *frame.Frame) {
		radius := a.Int("radius")
		eachPlane(f, func(p kernel.Plane, stepX, stepY float64) {
			kernel.Box(p, p, boxReach(radius, stepX), boxReach(radius, stepY))
		})
	}),
})

// boxReach is how many samples of step px a square reaches from its middle that reaches
// radius px: its side comes nearest to the square's.
func boxReach(radius int, step float64) int {
	side := float64(2*radius+1) / step
	return max(int(math.Round((side-1)/2)), 0)
}
