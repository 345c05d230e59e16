package ops

import (
	"math"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "box",
		Group: "detail",
		Doc:   "Blurs with the mean of a square; the picture goes on with its edge beyond it.",
		Params: []wire.Param{
			{Name: "radius", Doc: "How far the square reaches from its middle", Type: wire.Int, Unit: "px", Range: &wire.Range{Max: 100}, Default: 3},
		},
	},
	Reach: func(a filter.Args) int {
		return planes.Reach(func(step int) int { return boxReach(a.Int("radius"), step) })
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		radius := a.Int("radius")
		for _, p := range f.Components() {
			kernel.Box(p.Plane, p.Plane, boxReach(radius, p.StepX), boxReach(radius, p.StepY))
		}
	}),
})

// boxReach returns the reach, in samples of step px, of the square whose side is closest to that
// of a square with a reach of radius px.
func boxReach(radius, step int) int {
	side := float64(2*radius+1) / float64(step)
	return max(int(math.Round((side-1)/2)), 0)
}
