package kernel

import (
	"context"

	"framepost/api/pool"
)

// Scaling is how a resize weighs the samples of its source.
type Scaling uint8

// The ways to scale.
const (
	Auto    Scaling = iota // Area along an axis that shrinks, Linear along one that grows
	Nearest                // the sample nearest to the middle
	Linear                 // a tent: two samples when growing, all that it spans when shrinking
	Area                   // each sample by how much of it is covered
	Lanczos                // a windowed sinc of three lobes: the sharpest, with halos at edges
)

// Resize resamples a plane: it writes x.Len × y.Len samples to dst, from columns
// x.Lo ≤ i < x.Hi of rows y.Lo ≤ i < y.Hi of src. It makes a pass across rows and one down
// columns; both round to 8 bits.
//
// The pass across rows takes more time for each row, so it comes first if the number of rows
// grows, and last if it shrinks.
func Resize(dst, src Plane, x, y Axis, s Scaling) {
	resample(dst, src, weightsOf(x, s), weightsOf(y, s))
}

func resample(dst, src Plane, x, y *weights) {
	across, down := &x.key.axis, &y.key.axis
	r := resizer{
		ctx: src.Ctx,
		dst: dst.Pix, dstStride: dst.Stride,
		src: src.Pix[down.Lo*src.Stride+across.Lo:], srcStride: src.Stride, width: across.Hi - across.Lo,
		x: x, y: y,
	}
	if y.n == 1 || x.order == forward || down.stretch() > down.Unit {
		r.downFirst()
	} else {
		r.acrossFirst()
	}
}

type resizer struct {
	ctx                  context.Context
	dst, src             []byte // src begins with the first sample that is used
	dstStride, srcStride int
	width                int // of the columns of src that are used
	x, y                 *weights
}

// slack is the number of bytes that must be readable after a row's samples, because vector
// kernels load whole windows. These bytes have no weight.
const slack = 132

// downFirst mixes source rows to one row, then scales that across.
func (r *resizer) downFirst() {
	scratch := pool.Get(r.width + slack)
	defer scratch.Release()
	rows := make([][]byte, r.y.n)
	for j, t := range r.y.taps {
		if Ended(r.ctx, j) {
			return
		}
		for k := range rows {
			rows[k] = r.source(int(t.first) + k)
		}
		switch out := r.result(j); {
		case r.x.order == forward:
			r.y.mix(out, rows, j)
		case r.y.n == 1:
			r.x.across(out, r.roomy(int(t.first), scratch.Bytes))
		default:
			r.y.mix(scratch.Bytes[:r.width], rows, j)
			r.x.across(out, scratch.Bytes)
		}
	}
}

// acrossFirst scales each source row across once, into a ring of the rows that are mixed to one
// row of the result.
func (r *resizer) acrossFirst() {
	n, width := r.y.n, len(r.x.taps)
	scratch := pool.Get(n*width + r.width + slack)
	defer scratch.Release()
	ring, spare := scratch.Bytes[:n*width], scratch.Bytes[n*width:]
	rows, held := make([][]byte, n), make([]int, n)
	for i := range held {
		held[i] = -1
	}
	for j, t := range r.y.taps {
		if Ended(r.ctx, j) {
			return
		}
		for k := range rows {
			y := int(t.first) + k
			slot := y % n
			rows[k] = ring[slot*width : (slot+1)*width]
			if held[slot] != y {
				r.x.across(rows[k], r.roomy(y, spare))
				held[slot] = y
			}
		}
		r.y.mix(r.result(j), rows, j)
	}
}

func (r *resizer) source(y int) []byte {
	i := y * r.srcStride
	return r.src[i : i+r.width]
}

func (r *resizer) result(y int) []byte {
	i := y * r.dstStride
	return r.dst[i : i+len(r.x.taps)]
}

// roomy returns source row y with slack bytes after it: those that follow it in the plane or,
// at the end of the plane, a copy in spare.
func (r *resizer) roomy(y int, spare []byte) []byte {
	i := y * r.srcStride
	if end := i + r.width + slack; end <= len(r.src) {
		return r.src[i:end]
	}
	copy(spare, r.src[i:i+r.width])
	return spare
}
