package kernel

import (
	"math/bits"

	"framepost/api/pool"
)

// Medians by counting, at a cost that does not depend on the size of the square. Each column
// has a histogram of its samples within reach of the row; for the next row one sample is added
// to it and one is removed. The histogram of a square is that of the square before, plus one
// column, minus another. To add less, samples are first counted by their upper four bits, and
// the finer counts of 16 values are updated only if the median is among them (Perreault and
// Hébert, "Median Filtering in Constant Time", 2007).

// counts holds 16 counts of 16 bits, four in each word, so that four are added at once.
type counts [4]uint64

func (c *counts) add(d *counts) {
	c[0] += d[0]
	c[1] += d[1]
	c[2] += d[2]
	c[3] += d[3]
}

func (c *counts) subtract(d *counts) {
	c[0] -= d[0]
	c[1] -= d[1]
	c[2] -= d[2]
	c[3] -= d[3]
}

// find returns which of the 16 counts includes the sample of a rank, from 0, among all
// samples in order, and how many samples are counted before it. Counts add up to less than
// 2¹⁵. It has no branches, which a processor could not predict here.
//
// The lanes of a word times ones are the running sums of its counts.
func (c *counts) find(rank uint64) (at, below uint64) {
	const ones, signs = 0x0001000100010001, 0x8000800080008000
	sum0 := c[0] * ones >> 48
	sum1 := sum0 + c[1]*ones>>48
	sum2 := sum1 + c[2]*ones>>48
	past0, past1, past2 := ^(rank-sum0)>>63, ^(rank-sum1)>>63, ^(rank-sum2)>>63 // 1 where rank is past the sum
	word := past0 + past1 + past2
	below = sum0&-past0 + (sum1-sum0)&-past1 + (sum2-sum1)&-past2
	sums := (c[word&3] + below) * ones
	above := (sums + (1<<15-1-rank)*ones) & signs // where the running sum exceeds rank
	lane := uint64(bits.TrailingZeros64(above)) &^ 15
	return word*4 + lane/16, (sums<<16 | below) >> (lane & 63) & 0xFFFF
}

// tally counts samples by their upper four bits, and for each of those by the lower four.
type tally struct {
	coarse counts
	fine   [16]counts
}

var tallies slicePool[tally]

const minusOne = ^uint64(0)

// count adds n to the count of a sample.
func (h *tally) count(v byte, n uint64) {
	h.coarse[v>>6] += n << (v >> 4 & 3 * 16)
	h.fine[v>>4][v>>2&3] += n << (v & 3 * 16)
}

// stripe is the number of medians of a row that are computed at a time, so that the histograms
// of their columns stay in the processor's second-level cache.
const stripe = 512

func countSquares(dst, src Plane, reachX, reachY int) {
	// A stripe overwrites samples that the squares of the next one need: hence a copy.
	width := src.W + 2*reachX
	memory := pool.Get(width * src.H)
	defer memory.Release()
	for y := range src.H {
		pad(memory.Bytes[y*width:], src.Row(y), reachX)
	}
	lent := tallies.get(min(src.W, stripe) + 2*reachX)
	defer tallies.put(lent)
	for left := 0; left < src.W; left += stripe {
		right := min(left+stripe, src.W)
		columns := (*lent)[:right-left+2*reachX]
		row := func(y int) []byte {
			return memory.Bytes[min(max(y, 0), src.H-1)*width+left:][:len(columns)]
		}
		clear(columns)
		for y := -reachY; y <= reachY; y++ {
			for x, v := range row(y) {
				columns[x].count(v, 1)
			}
		}
		for y := range src.H {
			if src.Ended(y) {
				return
			}
			medians(dst.Row(y)[left:right], columns, (2*reachX+1)*(2*reachY+1))
			enters, leaves := row(y+reachY+1), row(y-reachY)
			for x, v := range enters {
				columns[x].count(v, 1)
				columns[x].count(leaves[x], minusOne)
			}
		}
	}
}

// medians sets dst[i] to the median of the samples that columns[i] to columns[i+reach] have
// counted, where reach is len(columns)-len(dst) and samples is their number.
func medians(dst []byte, columns []tally, samples int) {
	if done := mediansVector(dst, columns, samples); done < len(dst) {
		mediansPlain(dst[done:], columns[done:], samples)
	}
}

func mediansPlain(dst []byte, columns []tally, samples int) {
	reach := len(columns) - len(dst)
	var square tally
	var next [16]int // the fine counts are of the columns from next-1 on; none yet if 0
	for i := range columns[:reach+1] {
		square.coarse.add(&columns[i].coarse)
	}
	rank := uint64(samples / 2)
	for i := range dst {
		high, below := square.coarse.find(rank)
		fine, from := &square.fine[high&15], next[high&15]-1
		if from < 0 || i-from > reach { // of no column that this square has
			*fine, from = counts{}, i
			for x := range columns[i : i+reach+1] {
				fine.add(&columns[i+x].fine[high&15])
			}
		}
		for ; from < i; from++ {
			fine.add(&columns[from+reach+1].fine[high&15])
			fine.subtract(&columns[from].fine[high&15])
		}
		next[high&15] = i + 1
		low, _ := fine.find(rank - below)
		dst[i] = byte(high<<4 | low)
		if i+reach+1 < len(columns) {
			square.coarse.add(&columns[i+reach+1].coarse)
			square.coarse.subtract(&columns[i].coarse)
		}
	}
}
