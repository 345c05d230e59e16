package jpeg

import "math"

// How many pairs of MCUs a sample has: of a large picture one in sampleShare, of a small one at
// least sampleLeast.
const (
	sampleShare = 16
	sampleLeast = 24
)

// guess returns the scale at which the file is expected to take aim bytes.
func (e *encoder) guess(aim float64, r scales) float64 {
	// A photo takes half a bit per pixel with the tables of Annex K as they are. A third of the
	// sample leads from there into the neighbourhood.
	percent := r.towards(100, float64(e.w*e.h)/16, aim, usualSlope)
	percent = r.towards(percent, e.estimate(percent, (e.sampleSize()+2)/3), aim, usualSlope)
	return e.search(percent, aim, r)
}

// again returns the scale for a second attempt, after the file has taken size bytes at percent
// instead of aim. How far the sample was off there, it is elsewhere.
func (e *encoder) again(percent float64, size int, aim float64, r scales) float64 {
	return e.search(percent, aim*e.estimate(percent, e.sampleSize())/float64(size), r)
}

// search follows the sample's sizes from percent to aim, by the secant method on logarithms.
func (e *encoder) search(percent, aim float64, r scales) float64 {
	slope, before, sizeBefore := usualSlope, 0.0, 0.0
	for range 6 {
		size := e.estimate(percent, e.sampleSize())
		if before > 0 {
			slope = min(max(math.Log(sizeBefore/size)/math.Log(percent/before), usualSlope/2), 3*usualSlope)
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
const nearEnough = 0.15

// sampleSize returns the number of pairs of MCUs in a sample.
func (e *encoder) sampleSize() int {
	pairs := (e.mcuCols + 1) / 2 * e.mcuRows
	return min(max(pairs/sampleShare, sampleLeast), pairs)
}

// estimate returns the size of the file at a scale, in bytes, from n pairs of MCUs. They lie on
// a lattice: the rows follow each other, and the columns are fractions of multiples of the
// golden ratio, which any number of them covers evenly.
func (e *encoder) estimate(percent float64, n int) float64 {
	e.scale(percent)
	t := &e.within.tokens
	t.reset()
	pairs := (e.mcuCols + 1) / 2
	mcus := 0
	for i := range n {
		y := (2*i + 1) * e.mcuRows / (2 * n)
		_, fraction := math.Modf(float64(i) * math.Phi)
		x := 2 * int(fraction*float64(pairs))
		width := min(2, e.mcuCols-x)
		e.transformStrip(x, y, width)
		e.startInside()
		t.n = 0 // the tokens themselves are of no use
		t.add(&e.coefs, width, e.pattern)
		mcus += width
	}
	size := float64(e.around(e.tables(none, none, none, none)))
	for i := range 2 * min(len(e.channels), 2) {
		counts := t.counts[i<<8:][:256]
		share := float64(mcus) / float64(e.mcuCols*e.mcuRows)
		if i%2 == tokenDC {
			firsts := n * min(1+i/2, len(e.channels)) // of the luma channel, of two chroma channels
			share *= 1 - float64(firsts)/float64(total(counts))
			counts[0] -= uint32(firsts)
		}
		bits, symbols := entropy(counts)
		size += float64(symbols)
		if bits > 0 {
			size += bits / 8 / share
		}
	}
	return size
}

var none = new(huffSpec)

// startInside has the DC value of the first block of each channel follow itself: the one that
// it follows in the picture is not in the sample.
func (e *encoder) startInside() {
	at := 0
	for i := range e.channels {
		c := &e.channels[i]
		c.last = int(e.coefs.blocks[at][0])
		at += c.h * c.v
	}
}

func total(counts []uint32) (n uint32) {
	for _, c := range counts {
		n += c
	}
	return n
}

// entropy returns how many bits the symbols take with their magnitude bits, in codes of
// fractions of bits (Shannon 1948), and how many different ones there are.
func entropy(counts []uint32) (bits float64, symbols int) {
	all := math.Log2(float64(total(counts)))
	for symbol, c := range counts {
		if c > 0 {
			bits += float64(c) * (all - math.Log2(float64(c)) + float64(symbol&15))
			symbols++
		}
	}
	return bits, symbols
}
