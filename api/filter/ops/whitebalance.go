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
		Doc:   "Removes a colour cast, by assuming that the light parts of the picture are grey.",
		Params: []wire.Param{
			{Name: "amount", Doc: "How much of the cast is removed", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
		},
	},
	Work: filter.Planes(whiteBalance),
})

// whiteBalance is "Shades of Gray" (G. Finlayson, E. Trezzi 2004) in Y'CbCr. The method estimates
// the colour of the light by the p-norm of each channel: with p = 1 that is the mean, with p = ∞ the
// lightest sample; the best p is between. Here p is 6. Since R = Y + 1.402 Cr, the sum of R⁶ is, to
// first order in chroma, that of Y⁶ + 6·Y⁵·1.402 Cr. So the cast is the mean of chroma weighted by
// Y⁵. In coloured light the chroma of a grey object is proportional to its luma, so each sample
// loses a part of the cast in proportion to its luma. Luma does not change.
func whiteBalance(a filter.Args, f *frame.Frame) {
	weights := fifthPowers()
	var light, castCb, castCr int64
	planes.ChromaRows(f, func(luma, cb, cr []byte) {
		y, b, r := kernel.WeighChroma(luma, cb, cr, weights)
		light, castCb, castCr = light+y, castCb+b, castCr+r
	})
	if light == 0 {
		return // black, or already grey
	}
	amount := a.Float("amount") / 100
	offCb := proportional(amount * float64(castCb) / float64(light))
	offCr := proportional(amount * float64(castCr) / float64(light))
	planes.ChromaRows(f, func(luma, cb, cr []byte) {
		kernel.Subtract(cb, luma, offCb)
		kernel.Subtract(cr, luma, offCr)
	})
}

// fifthPowers returns the fifth power of each luma value, in 1/65536 of white's.
var fifthPowers = sync.OnceValue(func() *[256]int32 {
	var table [256]int32
	for v := range table {
		table[v] = int32(math.Pow(float64(v)/255, 5)*65536 + 0.5)
	}
	return &table
})

// proportional returns factor times each luma value.
func proportional(factor float64) *[256]int16 {
	var table [256]int16
	for v := range table {
		table[v] = int16(math.Round(min(max(factor*float64(v), -255), 255)))
	}
	return &table
}
