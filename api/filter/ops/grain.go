package ops

import (
	"math/rand/v2"
	"sync"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "grain",
		Group: "art",
		Doc:   "Adds the grain of a film; it changes with the picture, and the same picture gets the same grain.",
		Params: []wire.Param{
			{Name: "amount", Doc: "Standard deviation of the grain, 100 % for half of the range",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 8},
		},
	},
	Work: filter.Planes(grain),
})

// grain adds normal noise to luma. Each row takes its noise from a random place in a template that
// is much longer than a row, so that repetitions are not visible; AV1 synthesises film grain in
// the same way (AV1 specification, 7.18.3). The places are derived from the picture, so the grain
// moves in a video although the server keeps no state between frames.
func grain(a filter.Args, f *frame.Frame) {
	template := noise()
	gain := int32(a.Float("amount")/100*127.5/noiseDeviation*256 + 0.5)
	luma := f.Planes()[0]
	var seed uint64
	for y := 0; y < luma.H; y += 1 + luma.H/32 {
		seed = seed*31 + uint64(kernel.Sum(luma.Row(y)))
	}
	places := rand.New(rand.NewPCG(seed, uint64(luma.W)))
	for y := range luma.H {
		if luma.Ended(y) {
			return
		}
		row := luma.Row(y)
		for len(row) > 0 {
			n := min(len(row), noiseRun)
			kernel.AddNoise(row[:n], template[places.IntN(len(template)-n+1):], gain)
			row = row[n:]
		}
	}
}

const (
	noiseLength    = 1 << 16
	noiseRun       = 1 << 13 // longest run of samples that a row takes from one place
	noiseDeviation = 32      // so that four standard deviations fit in an int8
)

var noise = sync.OnceValue(func() []int8 {
	rnd := rand.New(rand.NewPCG(1, 2))
	template := make([]int8, noiseLength)
	for i := range template {
		template[i] = int8(min(max(rnd.NormFloat64()*noiseDeviation, -127), 127))
	}
	return template
})
