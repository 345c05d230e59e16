package ops

import (
	"math"
	"sync"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "whitebalance",
		Group: "tone",
		Doc:   "Takes away a cast of colour, taking the light parts of the picture for grey.",
		Params: []wire.Param{
			{Name: "amount", Doc: "How much of the cast is taken away", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
		},
	},
	Work: filter.Planes(whiteBalance),
})

// whiteBalance is "Shades of Gray" (G. Finlayson, E. Trezzi 2004) in Y'CbCr. That takes
// the p-norm of each colour for its share of the light: the mean with p = 1, the lightest
// sample with p = ∞, best between. As R is Y + 1.402 Cr, the sum of R⁶ is, to first order
// in chroma, that of Y⁶ + 6 Y⁵·1.402 Cr: the cast is the mean of chroma weighed by Y⁵. In
// coloured light the chroma of a grey object grows with its luma, so each sample loses
// the cast in proportion to its luma. Luma stays.
func whiteBalance(a filter.Args, f *frame.Frame) {
	weights := fifthPowers()
	var light, castCb, castCr int64
	planes.ChromaRows(f, func(luma, cb, cr []byte) {
		y, b, r := kernel.WeighChroma(luma, cb, cr, weights)
		light, castCb, castCr = light+y, castCb+b, castCr+r
	})
	if light == 0 {
		return // black, or grey already
	}
	amount := a.Float("amount") / 100
	offCb := proportional(amount * float64(castCb) / float64(light))
	offCr := proportional(amount * float64(castCr) / float64(light))
	planes.ChromaRows(f, func(luma, cb, cr []byte) {
		kernel.Subtract(cb, luma, offCb)
		kernel.Subtract(cr, luma, offCr)
	})
}

// fifthPowers returns the fifth power of each luma, in 1/65536 of white's.
var fifthPowers = sync.OnceValue(func() *[256]int32 {
	var table [256]int32
	for v := range table {
		table[v] = int32(math.Pow(float64(v)/255, 5)*65536 + 0.5)
	}
	return &table
})

// proportional returns factor times each luma.
func proportional(factor float64) *[256]int16 {
	var table [256]int16
	for v := range table {
		table[v] = int16(math.Round(min(max(factor*float64(v), -255), 255)))
	}
	return &table
}
