package jpeg

import (
	"math/bits"
	"slices"
)

// quantiser divides the coefficients of one component: round(x / d), halves away from zero. d
// is 8 times the entry q of its table, because the transform's coefficients are 8 times too
// large.
type quantiser struct {
	table [64]uint8 // q, row by row
	lanes laneDivisors
	words wordDivisors
}

// set scales a table of Annex K as libjpeg does: quality 50 is the table itself, 100 is all
// ones.
func (q *quantiser) set(base *[64]uint8, quality int) { q.scale(base, percentOf(quality)) }

// scale multiplies a table of Annex K. Percentages between those of whole qualities are what
// a size in bytes can be met with.
func (q *quantiser) scale(base *[64]uint8, percent float64) {
	for i, v := range base {
		q.table[i] = uint8(min(max(int((float64(v)*percent+50)/100), 1), 255))
	}
	q.lanes.follow(&q.table)
}

// largest returns a bound of the AC coefficients after the division, which a code must exist
// for. Before it none is above 8·1024, and 8·8 more for the errors of the transform.
func (q *quantiser) largest() int {
	return min((1024+8)/int(slices.Min(q.table[1:]))+1, 1023)
}

// percentOf returns the scale of a quality, a whole number as libjpeg has it.
func percentOf(quality int) float64 {
	quality = min(max(quality, 1), 100)
	if quality < 50 {
		return float64(5000 / quality)
	}
	return float64(200 - 2*quality)
}

// qualityOf returns the highest quality whose tables are no finer than those of a scale.
func qualityOf(percent float64) int {
	quality := 100
	for quality > 1 && max(percentOf(quality), finestPercent) < percent {
		quality--
	}
	return quality
}

// laneDivisors are for vectors of two blocks, whose lanes 0 to 7 and again 8 to 15
// are the vertical frequencies v of one horizontal frequency u.
//
// round(|x| / d) is floor(n/d) with n = |x| + d/2, below 2^14 as no coefficient of
// 8-bit samples is above 1024. With b = floor(log2(d)) and r = ceil(2^(15+b) / d),
// which is at most 2^15, floor(n·r / 2^(15+b)) is exactly that, for the error
// n·(r·d - 2^(15+b)) is below 2^14 · 2^(b+1), one unit. Multiplying by r and then by
// 2^(17-b), each time keeping the upper 16 of 32 bits, shifts by those 15+b.
type laneDivisors struct {
	table              [64]uint8     // that they divide by
	half, recip, shift [8][16]uint16 // [u][lane]
}

// follow makes the divisors those of a table.
func (l *laneDivisors) follow(table *[64]uint8) {
	if l.table == *table {
		return
	}
	for u := range 8 {
		for v := range 8 {
			l.set(u, v, table[8*v+u])
		}
	}
	l.table = *table
}

// set sets the divisor for horizontal frequency u and vertical frequency v to 8·step.
func (l *laneDivisors) set(u, v int, step uint8) {
	d := laneDivisions[step]
	l.half[u][v], l.half[u][8+v] = d.half, d.half
	l.recip[u][v], l.recip[u][8+v] = d.recip, d.recip
	l.shift[u][v], l.shift[u][8+v] = d.shift, d.shift
}

// laneDivisions has the numbers for the divisor 8·step. Computing them anew for each scale that is
// tried would take as long as coding a small picture.
var laneDivisions = func() (t [256]struct{ half, recip, shift uint16 }) {
	for step := 1; step < len(t); step++ {
		d := 8 * step
		b := bits.Len(uint(d)) - 1
		t[step].half = uint16(d / 2)
		t[step].recip = uint16((1<<(15+b) + d - 1) / d)
		t[step].shift = 1 << (17 - b)
	}
	return t
}()
