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
		Name:  "median",
		Group: "detail",
		Doc:   "Removes specks and keeps edges: each sample becomes the median of a square.",
		Params: []wire.Param{
			{Name: "size", Doc: "Side of the square; an even one counts as the next odd one",
				Type: wire.Int, Unit: "px", Range: &wire.Range{Min: 1, Max: 63, Step: 2}, Default: 3},
		},
	},
	Cost: 25,
	Reach: func(a filter.Args) int {
		return planes.Reach(func(step int) int { return medianReach(a.Int("size"), step) })
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		size := a.Int("size")
		for _, p := range f.Components() {
			kernel.Median(p.Plane, p.Plane, medianReach(size, p.StepX), medianReach(size, p.StepY))
		}
	}),
})

// medianReach returns the reach, in samples of step px, of the smallest square that covers one of
// size px, so that specks vanish from chroma, too.
func medianReach(size, step int) int {
	side := float64(size|1) / float64(step)
	return max(int(math.Ceil((side-1)/2)), 0)
}
