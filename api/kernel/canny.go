package kernel

import (
	"context"
	"encoding/binary"
	"math/bits"

	"framepost/api/pool"
)

// Canny writes 255 to dst on the edges of src and 0 elsewhere; dst may be src, which should
// have been smoothed. An edge begins where the magnitude |x|+|y| of Sobel's gradient exceeds
// high and goes on while it exceeds low; both are 0 to 2040, in either order.
//
// After Canny, "A Computational Approach to Edge Detection", 1986: gradients are thinned to
// where they are largest in their own direction, to the nearest 45°; then weak samples are kept
// only if they are connected, corners included, with strong ones.
func Canny(dst, src Plane, low, high int) {
	e := newEdges(src.W, src.H)
	defer e.memory.Release()
	e.find(src, min(low, high), max(low, high))
	e.connect(src.Ctx)
	for y := range dst.H {
		if src.Ended(y) {
			return
		}
		e.draw(dst.Row(y), y)
	}
}

// The kinds of samples. A weak one may still turn out to be connected with a strong one.
const (
	flat   = 0
	weak   = 1
	strong = 2
)

// Eight samples of one kind in a word.
const (
	allWeak   = 0x0101010101010101 * weak
	allStrong = 0x0101010101010101 * strong
)

// edges holds the kinds of w×h samples, with flat ones around them.
type edges struct {
	kinds  []byte
	w, h   int
	stride int
	memory *pool.Buffer
}

func newEdges(w, h int) *edges {
	e := &edges{w: w, h: h, stride: w + 2}
	const slack = 8 // kinds are read a word at a time
	e.memory = pool.Get(e.stride*(h+2) + slack)
	e.kinds = e.memory.Bytes
	clear(e.kinds[:e.stride+1])
	for y := range h {
		e.kinds[e.at(w, y)], e.kinds[e.at(w, y)+1] = flat, flat // after a row and before the next
	}
	clear(e.kinds[e.at(0, h):])
	return e
}

// at returns the index of a sample's kind.
func (e *edges) at(x, y int) int { return (y+1)*e.stride + x + 1 }

func (e *edges) row(y int) []byte { return e.kinds[e.at(0, y):][:e.w] }

// gradients holds the gradients of a row. Its magnitudes have one more at either end, which is
// 0.
type gradients struct{ x, y, magnitudes []int16 }

var shorts slicePool[int16]

// find thins the gradients of a plane.
func (e *edges) find(src Plane, low, high int) {
	size := 3*e.w + 2
	lent := shorts.get(4 * size)
	defer shorts.put(lent)
	clear(*lent)
	var rows [4]gradients // three rows in turn, and one of zeros
	for i := range rows {
		s := (*lent)[i*size : (i+1)*size]
		rows[i] = gradients{x: s[:e.w], y: s[e.w : 2*e.w], magnitudes: s[2*e.w:]}
	}
	none := &rows[3]
	above, here := none, none
	near := newRing(e.h, 1, e.w+2, func(row []byte, y int) { pad(row, src.Row(y), 1) })
	defer near.release()
	for y := range e.h {
		if src.Ended(y) {
			return
		}
		near.walk(y)
		below := &rows[y%3]
		below.measure(near.row(y-1), near.row(y), near.row(y+1))
		if y > 0 {
			here.thin(e.row(y-1), above.magnitudes, below.magnitudes, low, high)
		}
		above, here = here, below
	}
	here.thin(e.row(e.h-1), above.magnitudes, none.magnitudes, low, high)
}

// measure sets the gradients of a row from it and the rows above and below, all padded.
func (g *gradients) measure(a, b, c []byte) {
	if done := g.measureVector(a, b, c); done < len(g.x) {
		g.measurePlain(a, b, c, done)
	}
}

// measurePlain sets the gradients from i on.
func (g *gradients) measurePlain(a, b, c []byte, i int) {
	n := len(g.x) + 2
	a, b, c = a[:n], b[:n], c[:n]
	for ; i < len(g.x); i++ {
		x, y := gradient(a[i:i+3], b[i:i+3], c[i:i+3])
		g.x[i], g.y[i], g.magnitudes[i+1] = int16(x), int16(y), int16(max(x, -x)+max(y, -y))
	}
}

// thin finds the kinds of a row's samples, given the magnitudes of the rows beside it.
func (g *gradients) thin(kinds []byte, above, below []int16, low, high int) {
	if done := g.thinVector(kinds, above, below, low, high); done < len(kinds) {
		g.thinPlain(kinds, above, below, low, high, done)
	}
}

// tan225 is tan 22.5° in 1/2¹⁶. The tangent of 67.5° is larger by exactly 2.
const tan225 = 27146

// thinPlain finds the kinds from i on. It keeps a sample that is larger than the one before it
// along its gradient and at least as large as the one after; of two equal ones, it keeps the
// first.
func (g *gradients) thinPlain(kinds []byte, above, below []int16, low, high, i int) {
	here, n := g.magnitudes, len(kinds)+2
	above, here, below = above[:n], here[:n], below[:n]
	for ; i < len(kinds); i++ {
		kinds[i] = flat
		m := here[i+1]
		if int(m) <= low {
			continue
		}
		x, y := int32(max(g.x[i], -g.x[i])), int32(max(g.y[i], -g.y[i]))
		slope := x * tan225 >> 16
		var before, after int16
		switch {
		case y <= slope:
			before, after = here[i], here[i+2]
		case y > slope+2*x:
			before, after = above[i+1], below[i+1]
		case g.x[i]^g.y[i] >= 0:
			before, after = above[i], below[i+2]
		default:
			before, after = above[i+2], below[i]
		}
		if m > before && m >= after {
			kinds[i] = weak
			if int(m) > high {
				kinds[i] = strong
			}
		}
	}
}

var indices slicePool[int32]

// connect makes weak samples strong if they are connected with strong ones. Each sample is in
// the list at most once, after it has become strong, so the cost is linear.
func (e *edges) connect(ctx context.Context) {
	lent := indices.get(1 << 10)
	defer indices.put(lent)
	for y := range e.h {
		if Ended(ctx, y) {
			return
		}
		from := e.at(0, y)
		for i := from; i < from+e.w; i += 8 {
			word := binary.LittleEndian.Uint64(e.kinds[i:]) & allStrong
			for ; word != 0; word &= word - 1 {
				if at := i + bits.TrailingZeros64(word)/8; e.besideWeak(at) {
					*lent = append((*lent)[:0], int32(at))
					e.spread(lent)
				}
			}
		}
	}
}

// spread takes strong samples from a list until it is empty. The weak samples around each
// become strong and join the list.
func (e *edges) spread(list *[]int32) {
	around := [8]int{-e.stride - 1, -e.stride, -e.stride + 1, -1, 1, e.stride - 1, e.stride, e.stride + 1}
	waiting := *list
	for len(waiting) > 0 {
		at := int(waiting[len(waiting)-1])
		waiting = waiting[:len(waiting)-1]
		for _, offset := range around {
			if i := at + offset; e.kinds[i] == weak {
				e.kinds[i] = strong
				waiting = append(waiting, int32(i))
			}
		}
	}
	*list = waiting
}

// besideWeak reports whether one of the eight neighbours of a sample is weak.
func (e *edges) besideWeak(at int) bool {
	const three = 0x010101
	above, here, below := e.kinds[at-e.stride-1:], e.kinds[at-1:], e.kinds[at+e.stride-1:]
	return (binary.LittleEndian.Uint32(above)|binary.LittleEndian.Uint32(here)|binary.LittleEndian.Uint32(below))&three != 0
}

// draw writes 255 where a row is strong.
func (e *edges) draw(dst []byte, y int) {
	kinds := e.kinds[e.at(0, y):]
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		word := binary.LittleEndian.Uint64(kinds[x:]) & allStrong
		binary.LittleEndian.PutUint64(dst[x:], word>>1*255)
	}
	for ; x < len(dst); x++ {
		dst[x] = kinds[x] >> 1 * 255
	}
}
