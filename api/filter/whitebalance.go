package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "whitebalance",
		Group: "tone",
		Doc:   "Takes away a cast of colour, taking the mean of the picture for grey.",
		Params: []Param{
			{Name: "amount", Doc: "How much of the cast is taken away", Type: Float, Unit: "%", Max: 100, Default: 100},
		},
	},
	Work: Planes(whiteBalance),
})

// whiteBalance is the grey-world assumption (G. Buchsbaum 1980, "A spatial processor
// model for object colour perception") in Y'CbCr: under coloured light the chroma of a
// grey object grows with its luma, so each sample loses the mean chroma times its luma
// over the mean luma. Luma stays.
func whiteBalance(a Args, f *frame.Frame) {
	var sumY, sumCb, sumCr, samples int
	chromaRows(f, func(luma, cb, cr []byte) {
		sumY += kernel.Sum(luma)
		sumCb += kernel.Sum(cb)
		sumCr += kernel.Sum(cr)
		samples += len(luma)
	})
	if sumY == 0 {
		return // black, or grey already
	}
	amount := a.Float("amount") / 100
	castCb := castTable(amount * float64(sumCb-neutral*samples) / float64(sumY))
	castCr := castTable(amount * float64(sumCr-neutral*samples) / float64(sumY))
	chromaRows(f, func(luma, cb, cr []byte) {
		kernel.Subtract(cb, luma, castCb)
		kernel.Subtract(cr, luma, castCr)
	})
}

// castTable is the chroma, around 0, that a cast gives to each luma.
func castTable(perLuma float64) *[256]int16 {
	var table [256]int16
	for v := range table {
		table[v] = int16(min(max(perLuma*float64(v), -255), 255))
	}
	return &table
}
