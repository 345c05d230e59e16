package kernel

import "framepost/api/pool"

// Scaling is how a resize weighs the samples of its source.
type Scaling uint8

// The ways to scale. Auto takes Area along an axis that shrinks and Linear along one
// that grows.
const (
	Auto    Scaling = iota
	Nearest         // the sample nearest to the middle
	Linear          // a tent: two samples when growing, all it reaches when shrinking
	Area            // every sample by how much of it is covered
	Lanczos         // a windowed sinc of three lobes: the sharpest, and it rings
)

// Resize resamples a plane: dst gets x.Len × y.Len samples from src, row j at
// j*dstStride; Lo and Hi of x and y are columns and rows of src. Both passes round
// to 8 bits.
//
// Where rows become more, each is first widened, once, and kept while it is in use;
// where they become fewer they are first summed. Either way the pass across a row,
// which is the dearer, sees as few rows as can be.
func Resize(dst []byte, dstStride int, src []byte, srcStride int, x, y Axis, s Scaling) {
	r := resizer{
		dst: dst, dstStride: dstStride,
		src: src[y.Lo*srcStride+x.Lo:], srcStride: srcStride, width: x.Hi - x.Lo,
		x: weightsOf(x, s), y: weightsOf(y, s),
	}
	if r.y.n == 1 || r.x.order == forward || y.stretch() > y.Unit {
		r.downFirst()
	} else {
		r.acrossFirst()
	}
}

type resizer struct {
	dst, src             []byte // src from the first sample that is used
	dstStride, srcStride int
	width                int // of what is used of src
	x, y                 *weights
}

// slack is how many bytes beyond its samples a row must have for across: vector
// kernels load whole windows. What is there counts nothing.
const slack = 132

// downFirst sums source rows into one, then goes across it.
func (r *resizer) downFirst() {
	scratch := pool.Get(r.width + slack)
	defer scratch.Release()
	rows := make([][]byte, r.y.n)
	for j, t := range r.y.taps {
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

// acrossFirst goes across each source row once, into a ring that holds the rows which
// one row of the result is made of.
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

// roomy is source row y with slack after it: what follows it in the plane, or, where
// that ends, a copy in spare.
func (r *resizer) roomy(y int, spare []byte) []byte {
	i := y * r.srcStride
	if end := i + r.width + slack; end <= len(r.src) {
		return r.src[i:end]
	}
	copy(spare, r.src[i:i+r.width])
	return spare
}
