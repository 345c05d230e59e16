package planes

import (
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/pool"
)

// Neutral is the chroma sample of grey.
const Neutral = 128

// AddChroma adds 4:2:0 chroma planes, all neutral, to a grey frame. An operation calls it when it
// has to draw a colour; otherwise grey frames stay grey.
func AddChroma(f *frame.Frame) {
	if f.Sampling() != frame.Gray {
		return
	}
	g := frame.New(f.W, f.H, frame.YUV420)
	planes := g.Planes()
	for y := range f.H {
		copy(planes[0].Row(y), f.Planes()[0].Row(y))
	}
	for _, plane := range planes[1:] {
		for y := range plane.H {
			FillRow(plane.Row(y), Neutral)
		}
	}
	f.Become(g)
}

// FillRow sets each sample of a row to v.
func FillRow(row []byte, v byte) {
	for x := range row {
		row[x] = v
	}
}

// ChromaRows calls do for each row of chroma, with the mean luma of the area of each of its
// samples. For a grey frame it does nothing.
func ChromaRows(f *frame.Frame, do func(luma, cb, cr []byte)) {
	planes := f.Planes()
	if len(planes) == 1 {
		return
	}
	stepX, stepY := f.Sampling().Step()
	means := pool.Get(planes[1].W)
	defer means.Release()
	for y := range planes[1].H {
		if planes[1].Ended(y) {
			return
		}
		top := y * stepY
		kernel.MeanBlocks(means.Bytes, planes[0].Row(top), planes[0].Row(min(top+stepY, f.H)-1), stepX)
		do(means.Bytes, planes[1].Row(y), planes[2].Row(y))
	}
}

// ToneChroma moves chroma towards the tables' entries for the luma at the same place, by an
// amount from 0 to 1.
func ToneChroma(f *frame.Frame, cb, cr *[256]byte, amount float64) {
	share := int(amount*256 + 0.5)
	ChromaRows(f, func(luma, rowCb, rowCr []byte) {
		kernel.Tone(rowCb, luma, cb, share)
		kernel.Tone(rowCr, luma, cr, share)
	})
}
