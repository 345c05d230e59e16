package kernel

import "framepost/api/pool"

// Scaling is how a resize weighs the samples of its source.
type Scaling uint8

// The ways to scale. Auto takes Area along an axis that shrinks and Linear along one
// that grows.
const (
	Auto    Scaling = iota
	Nearest         // the sample nearest to the middle
	Linear          // a tent: two samples when growing, all that are covered and more when shrinking
	Area            // every sample by how much of it is covered
	Lanczos         // a windowed sinc of 3 lobes: the sharpest, and it rings
)

// Slack is how many bytes beyond its samples a row must have for the vector kernels,
// which load whole windows. Their values count nothing.
const slack = 32

// Resize resamples a plane: dst gets x.Len × y.Len samples from src, row j at
// j*dstStride. The sources of x and y are columns and rows of src. It works in 8-bit
// fixed point with 8 bits between its two passes: exact to ±1 for Linear and Area.
//
// Rows that grow are widened first and kept while they are in use; rows that shrink
// are summed first, so that either way the dearer pass across a row sees the fewest.
func Resize(dst []byte, dstStride int, src []byte, srcStride int, x, y Axis, s Scaling) {
	r := resizer{
		dst: dst, dstStride: dstStride,
		src: src[y.Lo*srcStride+x.Lo:], srcStride: srcStride, width: x.Hi - x.Lo,
		across: weightsOf(x, s), down: weightsOf(y, s),
	}
	if r.down.taps == 1 || r.across.order == forward || y.stretch() > y.Unit {
		r.downFirst()
	} else {
		r.acrossFirst()
	}
}

type resizer struct {
	dst, src             []byte
	dstStride, srcStride int
	width                int // of the source that is used
	across, down         *weights
	spare                []byte
}

// downFirst sums source rows into one, then goes across it.
func (r *resizer) downFirst() {
	scratch := pool.Get(r.width + slack)
	defer scratch.Release()
	rows := make([][]byte, r.down.taps)
	for j := range r.down.first {
		first, weight := r.down.row(j)
		for k := range rows {
			rows[k] = r.source(first + k)
		}
		switch out := r.result(j); {
		case r.across.order == forward:
			mixRows(out, rows, weight, r.down.shift)
		case r.down.taps == 1:
			r.across.row1(out, r.roomy(rows[0], first, scratch.Bytes))
		default:
			mixRows(scratch.Bytes[:r.width], rows, weight, r.down.shift)
			r.across.row1(out, scratch.Bytes)
		}
	}
}

// acrossFirst goes across each source row once, into a ring with room for the rows
// that a row of the result is made of.
func (r *resizer) acrossFirst() {
	n, width := r.down.taps, len(r.across.first)
	scratch := pool.Get(n*width + r.width + slack)
	defer scratch.Release()
	ring, spare := scratch.Bytes[:n*width], scratch.Bytes[n*width:]
	rows, held := make([][]byte, n), make([]int, n)
	for i := range held {
		held[i] = -1
	}
	for j := range r.down.first {
		first, weight := r.down.row(j)
		for k := range rows {
			y := first + k
			slot := y % n
			rows[k] = ring[slot*width : (slot+1)*width]
			if held[slot] != y {
				r.across.row1(rows[k], r.roomy(r.source(y), y, spare))
				held[slot] = y
			}
		}
		mixRows(r.result(j), rows, weight, r.down.shift)
	}
}

func (r *resizer) source(y int) []byte {
	i := y * r.srcStride
	return r.src[i : i+r.width]
}

func (r *resizer) result(y int) []byte {
	i := y * r.dstStride
	return r.dst[i : i+len(r.across.first)]
}

// roomy is source row y with slack after it: the bytes of the next row, where there
// is one, or else a copy.
func (r *resizer) roomy(row []byte, y int, spare []byte) []byte {
	if i := y * r.srcStride; i+r.width+slack <= len(r.src) {
		return r.src[i : i+r.width+slack]
	}
	copy(spare, row)
	return spare
}

// row1 writes a row of the result from a row of the source.
func (w *weights) row1(dst, src []byte) {
	switch {
	case w.order == forward:
		copy(dst, src[:len(dst)])
	case w.order == backward:
		reverse(dst, src[:len(dst)])
	case w.taps == 1:
		pick(dst, src, w.first)
	default:
		for x := range dst {
			first, weight := w.row(x)
			sum := int32(1) << (w.shift - 1)
			for k, v := range weight {
				sum += int32(v) * int32(src[first+k])
			}
			dst[x] = clamp(sum >> w.shift)
		}
	}
}

// mixRows writes the weighted sum of rows.
func mixRows(dst []byte, rows [][]byte, weight []int16, shift uint) {
	if len(rows) == 1 {
		copy(dst, rows[0])
		return
	}
	for x := range dst {
		sum := int32(1) << (shift - 1)
		for k, v := range weight {
			sum += int32(v) * int32(rows[k][x])
		}
		dst[x] = clamp(sum >> shift)
	}
}

func pick(dst, src []byte, from []int32) {
	for x := range dst {
		dst[x] = src[from[x]]
	}
}
