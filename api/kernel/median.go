package kernel

import "framepost/api/pool"

// MaxMedianReach bounds the reach of a Median: counts within a square of 2·90+1 samples a
// side have 15 bits.
const MaxMedianReach = 90

// Median makes each sample of dst the median of the samples of src up to reachX columns
// and reachY rows away, each at most MaxMedianReach. dst may be src.
//
// Squares of 3×3, and of 5×5 with vectors, are sorted as far as a median asks for, by
// exchanges that are the same for each (Smith, "Implementing median filters in XC4000E
// FPGAs", 1996; Devillard, "Fast median search", 1998). All others are counted.
func Median(dst, src Plane, reachX, reachY int) {
	switch {
	case reachX == 1 && reachY == 1:
		rowByRow(dst, src, 1, median3)
	case reachX == 2 && reachY == 2 && median5Fits(src.W):
		memory := pool.Get(5 * (src.W + 4))
		defer memory.Release()
		rowByRow(dst, src, 2, func(dst []byte, rows [][]byte) { median5Vector(dst, rows, memory.Bytes) })
	default:
		countSquares(dst, src, reachX, reachY)
	}
}

// median3 writes medians of 3×3 samples.
//
// When the columns of an n×n square are sorted and then its rows, the columns stay sorted,
// and the sample in row i of column j has i·j-1 others that are no larger and
// (n+1-i)·(n+1-j)-1 that are no smaller. One with more than half of the others on one side
// is not needed to find the median. Of 3×3 that leaves the largest of the columns' lows,
// the middle of their middles and the least of their highs, and the median of those three
// is that of all.
func median3(dst []byte, rows [][]byte) {
	if !median3Vector(dst, rows) {
		median3Plain(dst, rows)
	}
}

// median3Plain compares in words: there are conditional moves for those, not for bytes.
func median3Plain(dst []byte, rows [][]byte) {
	n := len(dst) + 2
	a, b, c := rows[0][:n], rows[1][:n], rows[2][:n]
	low0, middle0, high0 := sort3(a[0], b[0], c[0])
	low1, middle1, high1 := sort3(a[1], b[1], c[1])
	for x := range dst {
		low2, middle2, high2 := sort3(a[x+2], b[x+2], c[x+2])
		low := max(low0, low1, low2)
		high := min(high0, high1, high2)
		dst[x] = byte(middleOf(low, middleOf(middle0, middle1, middle2), high))
		low0, middle0, high0 = low1, middle1, high1
		low1, middle1, high1 = low2, middle2, high2
	}
}

func sort3(x, y, z byte) (low, middle, high uint) {
	a, b, c := uint(x), uint(y), uint(z)
	a, b = min(a, b), max(a, b)
	b, c = min(b, c), max(b, c)
	return min(a, b), max(a, b), c
}

func middleOf(a, b, c uint) uint { return max(min(a, b), min(max(a, b), c)) }
