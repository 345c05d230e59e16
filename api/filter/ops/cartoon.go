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
		Name:  "cartoon",
		Group: "art",
		Doc:   "Paints in few flat shades and inks the edges.",
		Params: []wire.Param{
			{Name: "levels", Doc: "How many shades of light", Type: wire.Int, Range: &wire.Range{Min: 2, Max: 16}, Default: 8},
			{Name: "ink", Doc: "How black the lines are", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 400}, Default: 100},
			{Name: "colour", Doc: "How strong the colours become", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 300}, Default: 130},
		},
		Properties: wire.Properties{Place: true}, // its grid begins in the picture's corner
	},
	Cost: 9,
	Reach: func(filter.Args) int {
		return kernel.BilateralReach(smoothing) + kernel.GaussianReach(wideInk)
	},
	Work: filter.Planes(cartoon),
})

// Standard deviations, in px: of the bilateral filter, and of the two Gaussians whose difference
// is inked.
const (
	smoothing = 5
	narrowInk = 1
	wideInk   = 1.6
)

// cartoon follows Winnemöller, Olsen and Gooch, "Real-Time Video Abstraction", 2006: a bilateral
// filter, then shades with soft borders, which do not flicker from frame to frame, and dark lines
// where a difference of Gaussians is below 0.
func cartoon(a filter.Args, f *frame.Frame) {
	y := planes.Luma(f)
	at := f.Bounds().Min
	kernel.Bilateral(y, y, at.X, at.Y, smoothing, 25)
	narrow, memory := y.Scratch()
	defer memory.Release()
	wide, memory2 := y.Scratch()
	defer memory2.Release()
	kernel.Gaussian(narrow, y, narrowInk, narrowInk)
	kernel.Gaussian(wide, y, wideInk, wideInk)

	tables := filter.NewTables()
	softSteps(&tables.Y, a.Int("levels"))
	gain := a.Float("colour") / 100
	stretch := func(v float64) float64 { return planes.Neutral + (v-planes.Neutral)*gain }
	filter.Fill(&tables.Cb, stretch)
	filter.Fill(&tables.Cr, stretch)
	tables.Apply(f)
	kernel.Ink(y, narrow, wide, inkShades(a.Float("ink")/100))
}

// softSteps maps luma to n shades. Between two shades it rises as tanh does.
func softSteps(table *[256]byte, n int) {
	const steepness = 4
	step := 255 / float64(n-1)
	filter.Fill(table, func(v float64) float64 {
		below := math.Floor(v / step)
		t := 2*(v/step-below) - 1 // -1 to 1 between two shades
		return step * (below + 0.5 + 0.5*math.Tanh(steepness*t)/math.Tanh(steepness))
	})
}

// inkShades returns the remaining share of light, in 1/256, for each difference of Gaussians from
// -255 to 255: all of it from -1 upwards, and rapidly less below.
func inkShades(ink float64) *[511]uint16 {
	var shades [511]uint16
	for i := range shades {
		edge := max(float64(-1-(i-255)), 0)
		shades[i] = uint16(math.Round(256 * (1 - math.Tanh(ink*edge/4))))
	}
	return &shades
}
