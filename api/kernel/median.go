package kernel

// Median sets each sample of dst to the median of the samples of src up to reachX columns and
// reachY rows away. Each reach is 0 to 90, so that 15 bits can count the samples of a square
// with a side of 2·90+1. dst may be src.
//
// Squares of 3×3, and with vectors also of 5×5, are sorted only as far as a median requires, by
// a fixed network of comparisons (Smith, "Implementing median filters in XC4000E FPGAs", 1996;
// Devillard, "Fast median search", 1998). For all other squares samples are counted.
func Median(dst, src Plane, reachX, reachY int) {
	if reachX == 1 && reachY == 1 {
		rowByRow(dst, src, 1, median3)
		return
	}
	if reachX == 2 && reachY == 2 && median5Vector(dst, src) == src.H {
		return // without vectors it returns 0, and counting is faster
	}
	countSquares(dst, src, reachX, reachY)
}

// median3 writes medians of 3×3 samples.
//
// When the columns of an n×n square are sorted and then its rows, the columns stay sorted,
// and the sample in row i of column j has i·j-1 others that are no larger and
// (n+1-i)·(n+1-j)-1 that are no smaller. One with more than half of the others on one side
// cannot be the median. Of 3×3 that leaves the largest of the columns' lowest samples, the
// middle of their middles and the least of their highest; their median is that of all.
func median3(dst []byte, rows [][]byte) {
	if done := median3Vector(dst, rows); done < len(dst) {
		median3Plain(dst[done:], rows, done)
	}
}

// median3Plain computes the samples of a row from sample first on. It compares words, because
// there are conditional moves for words but not for bytes.
func median3Plain(dst []byte, rows [][]byte, first int) {
	n := len(dst) + 2
	a, b, c := rows[0][first:][:n], rows[1][first:][:n], rows[2][first:][:n]
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
