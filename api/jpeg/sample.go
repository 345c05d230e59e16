package jpeg

import (
	"math"
	"math/rand/v2"
)

// How many pairs of luma blocks a sample has: one in sampleShare of the picture's, within the
// bounds. Of each chroma channel it has a quarter as many.
const (
	sampleLeast = 32
	sampleMost  = 240
	sampleShare = 30
)

// guess returns the scale at which the file is expected to take aim bytes.
func (e *encoder) guess(aim float64, r scales) float64 {
	if aim > float64(e.w*e.h) {
		return r.finest // a camera's picture takes a quarter of a byte per pixel at quality 95
	}
	// A photo takes half a bit per pixel with the tables of Annex K as they are. A third of the
	// sample leads from there into the neighbourhood.
	percent := r.towards(100, float64(e.w*e.h)/16, aim, usualSlope)
	percent = e.search(percent, aim, e.sampleSize()/3, r)
	return e.search(percent, aim, e.sampleSize(), r)
}

// again returns the scale for a second attempt, after the file has taken size bytes at percent
// instead of aim. How far the sample was off there, it is elsewhere.
func (e *encoder) again(percent float64, size int, aim float64, r scales) float64 {
	n := e.sampleSize()
	return e.search(percent, aim*e.estimate(percent, n)/float64(size), n, r)
}

// search follows the sizes of a sample of n pairs from percent to aim, by the secant method on
// logarithms.
func (e *encoder) search(percent, aim float64, n int, r scales) float64 {
	slope, before, sizeBefore := usualSlope, 0.0, 0.0
	for range 6 {
		size := e.estimate(percent, n)
		if before > 0 {
			slope = min(max(math.Log(sizeBefore/size)/math.Log(percent/before), leastSlope), 3*usualSlope)
		}
		next := r.towards(percent, size, aim, slope)
		if math.Abs(size/aim-1) < nearEnough || next == percent {
			return next
		}
		percent, before, sizeBefore = next, percent, size
	}
	return percent
}

// nearEnough is how near to its aim a search ends, because from there the slope leads to it.
const nearEnough = 0.2

// sampleSize returns the number of pairs of luma blocks in a sample.
func (e *encoder) sampleSize() int {
	pairs := e.w * e.h / (2 * 8 * 8)
	return min(max(pairs/sampleShare, sampleLeast), sampleMost)
}

// estimate returns the size of the file at a scale, in bytes, from n pairs of luma blocks and a
// quarter as many of each chroma channel.
func (e *encoder) estimate(percent float64, n int) float64 {
	e.scale(percent)
	t := &e.within.tokens
	t.reset()
	size := float64(e.around(e.tables(none, none, none, none)))
	for i := range e.channels {
		c := &e.channels[i]
		pairs := n
		if i > 0 {
			pairs = n / 4
		}
		pairs = e.sample(c, pairs)
		if i == 1 {
			continue // the next channel has the same tables and as many blocks
		}
		blocks := float64((c.plane.W + 7) / 8 * ((c.plane.H + 7) / 8))
		// Of a pair, only the second block follows one of the sample.
		for class, counted := range [2]int{pairs, 2 * pairs} {
			bits, symbols := e.within.work.cost(t.counts[(i+class)<<8:][:256])
			size += float64(symbols) + float64(bits)/8*blocks/float64(counted)
		}
	}
	return size
}

// sample counts the symbols of n pairs of blocks of a channel, or as many as there are, and
// returns how many.
func (e *encoder) sample(c *channel, n int) int {
	t, coefs := &e.within.tokens, &e.coefs
	place := spread{across: max((c.plane.W+7)/16, 1), down: (c.plane.H + 7) / 8}
	n = max(min(n, place.across*place.down), 1)
	for left := n; left > 0; left -= maxBlocks / 2 {
		blocks := 2 * min(left, maxBlocks/2)
		for i := 0; i < blocks; i += 2 {
			x, y := place.next()
			src, stride := e.source(c.plane, 16*x, 8*y, 16)
			transform(c.quant, coefs, inOrder[i:i+2], src, stride)
			coefs.firsts[i] = first{0, c.tables} // what it follows is not in the sample
			coefs.firsts[i+1] = first{coefs.blocks[i+1][0] - coefs.blocks[i][0], c.tables}
		}
		t.append(coefs, blocks)
	}
	t.counts[c.tables|tokenDC] -= uint32(n) // and so is no difference of 0
	return n
}

// inOrder are the blocks of a row of samples.
var inOrder = func() (o [maxBlocks]uint8) {
	for i := range o {
		o[i] = uint8(i)
	}
	return o
}()

var none = new(huffSpec)

// spread lists places of a grid that cover it evenly, however many of them are taken: multiples of
// two fractions that no short period is near to (Roberts, "The Unreasonable Effectiveness of
// Quasirandom Sequences", 2018). Each place is moved at random by up to a sixteenth of the grid,
// because lines of text and other patterns have periods too.
type spread struct {
	across, down int
	x, y         uint32 // in units of 2^-32
	chance       rand.PCG
}

func (s *spread) next() (x, y int) {
	s.x += 3242174889 // 2^32 / p, where p³ = p + 1
	s.y += 2447445413 // 2^32 / p²
	off := s.chance.Uint64()
	return scaled(s.x+uint32(off)>>4, s.across), scaled(s.y+uint32(off>>32)>>4, s.down)
}

// scaled returns a fraction of n, rounded down.
func scaled(fraction uint32, n int) int { return int(uint64(fraction) * uint64(n) >> 32) }
