package kernel

import (
	"context"

	"framepost/api/pool"
)

// Plane is W×H samples of 0–255, row y at Pix[y*Stride:]. Stride is at least W; a plane
// that is a window into a larger one has Stride > W.
//
// Filters that use neighbours repeat the samples at a plane's edge beyond it.
type Plane struct {
	Pix    []byte
	Stride int
	W, H   int

	// Ctx is the context of the work on the plane, as an http.Request carries that of its
	// request; nil is one that never ends. A kernel that goes through src stops soon after the
	// context has ended, and leaves the rest of dst as it was. It does not report that: whoever
	// has set Ctx asks it before the samples are used.
	Ctx context.Context
}

// Band is the number of rows between two questions to a context. At the slowest of the kernels,
// some 100 ns a sample, 16 rows of a 25-megapixel picture take 8 ms; a question takes some 10 ns.
const Band = 16

// Ended reports whether ctx has ended, for a loop over rows that is about to work on row y. It
// asks ctx only at the first row of each band. nil never ends.
func Ended(ctx context.Context, y int) bool { return y%Band == 0 && ctx != nil && ctx.Err() != nil }

// Ended reports whether the work on p should stop before row y, see Ended.
func (p Plane) Ended(y int) bool { return Ended(p.Ctx, y) }

// Row returns row y, W samples long.
func (p Plane) Row(y int) []byte {
	i := y * p.Stride
	return p.Pix[i : i+p.W : i+p.W]
}

// Scratch returns a plane of p's size with unset samples, in memory that the caller releases.
func (p Plane) Scratch() (Plane, *pool.Buffer) {
	memory := pool.Get(p.W * p.H)
	return Plane{Pix: memory.Bytes, Stride: p.W, W: p.W, H: p.H, Ctx: p.Ctx}, memory
}

// ring iterates over the rows of a plane and holds those within reach of the current one. It
// copies each row by load, once, when the row comes within reach, so that a filter may write
// its result over the plane that it reads.
type ring struct {
	load   func(dst []byte, y int)
	slots  [][]byte
	last   int // of the plane's rows
	next   int // the first row that is not loaded yet
	reach  int
	memory *pool.Buffer
}

// newRing returns a ring for a plane of h rows, with reach rows above and below the current
// one. load fills size bytes with row y.
func newRing(h, reach, size int, load func(dst []byte, y int)) *ring {
	slots := min(2*reach+1, h)
	r := &ring{load: load, slots: make([][]byte, slots), last: h - 1, reach: reach, memory: pool.Get(slots * size)}
	for i := range r.slots {
		r.slots[i] = r.memory.Bytes[i*size : (i+1)*size : (i+1)*size]
	}
	return r
}

// walk loads the rows that are within reach of row y. It is called with each row in order.
func (r *ring) walk(y int) {
	for ; r.next <= min(y+r.reach, r.last); r.next++ {
		r.load(r.slots[r.next%len(r.slots)], r.next)
	}
}

// row returns row y, or the one at the edge if y is beyond it.
func (r *ring) row(y int) []byte {
	return r.slots[min(max(y, 0), r.last)%len(r.slots)]
}

func (r *ring) release() { r.memory.Release() }

// rowByRow calls do for each row of dst, which may be src, with the 2·reach+1 rows of src
// around it, each padded with reach samples at either side, until the context of src ends.
func rowByRow(dst, src Plane, reach int, do func(dst []byte, rows [][]byte)) {
	near := newRing(src.H, reach, src.W+2*reach, func(row []byte, y int) { pad(row, src.Row(y), reach) })
	defer near.release()
	rows := make([][]byte, 2*reach+1)
	for y := range src.H {
		if src.Ended(y) {
			return
		}
		near.walk(y)
		for i := range rows {
			rows[i] = near.row(y - reach + i)
		}
		do(dst.Row(y), rows)
	}
}

// pad fills dst with row and reach copies of its first and last sample at either side.
func pad(dst, row []byte, reach int) {
	fillBytes(dst[:reach], row[0])
	copy(dst[reach:], row)
	fillBytes(dst[reach+len(row):][:reach], row[len(row)-1])
}

func fillBytes(dst []byte, v byte) {
	for i := range dst {
		dst[i] = v
	}
}
