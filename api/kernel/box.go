package kernel

// Box sets each sample of dst to the mean, rounded once, of the samples of src up to reachX
// columns and reachY rows away. Each reach is 0 to 127, so that the sum of the 2·127+1 samples
// of a column fits 16 bits. dst may be src.
//
// The sum of a column is that for the row before, plus the sample that enters, minus the one
// that leaves; the sums along a row follow from each other in the same way (McDonnell,
// "Box-Filtering Techniques", 1981). So the cost does not depend on the reach.
func Box(dst, src Plane, reachX, reachY int) {
	near := newRing(src.H, reachY+1, src.W, func(row []byte, y int) { copy(row, src.Row(y)) })
	defer near.release()
	lent := columnSums.get(src.W)
	defer columnSums.put(lent)
	columns := *lent
	clear(columns)
	near.walk(0)
	for y := -reachY; y <= reachY; y++ {
		enter(columns, near.row(y))
	}
	m := meanOf(2*reachX+1, 2*reachY+1)
	for y := range src.H {
		if src.Ended(y) {
			return
		}
		near.walk(y)
		m.along(dst.Row(y), columns, reachX)
		slide(columns, near.row(y+reachY+1), near.row(y-reachY))
	}
}

var columnSums slicePool[uint16]

// enter adds a row to the sums of its columns.
func enter(columns []uint16, row []byte) {
	row = row[:len(columns)]
	for x := range columns {
		columns[x] += uint16(row[x])
	}
}

// slide adds the row that enters to the sums of the columns and subtracts the row that leaves.
func slide(columns []uint16, enters, leaves []byte) {
	if done := slideVector(columns, enters, leaves); done < len(columns) {
		slidePlain(columns[done:], enters[done:], leaves[done:])
	}
}

func slidePlain(columns []uint16, enters, leaves []byte) {
	enters, leaves = enters[:len(columns)], leaves[:len(columns)]
	for x := range columns {
		columns[x] += uint16(enters[x]) - uint16(leaves[x])
	}
}

// boxMean divides the sum over a box by its area and rounds to the nearest. It multiplies by
// the inverse of the area in 1/2⁴⁸, rounded up, whose error is at most 1. A sum is below 2²⁴,
// and so is the error of the product. The error never reaches the next whole number, because a
// quotient that is not whole is at least 2⁴⁸/area, more than 2³², below it.
type boxMean struct{ half, inverse uint64 }

func meanOf(width, height int) boxMean {
	area := uint64(width * height)
	return boxMean{half: area / 2, inverse: 1<<48/area + 1}
}

func (m boxMean) of(sum uint64) byte { return byte((sum + m.half) * m.inverse >> 48) }

// along writes the means of a row of boxes with that reach, from the sums of the columns.
func (m boxMean) along(dst []byte, columns []uint16, reach int) {
	last := len(columns) - 1
	sum := uint64(reach+1) * uint64(columns[0])
	for i := 1; i <= reach; i++ {
		sum += uint64(columns[min(i, last)])
	}
	x := 0
	for ; x < min(reach, len(dst)); x++ { // at the left edge
		dst[x] = m.of(sum)
		sum += uint64(columns[min(x+reach+1, last)]) - uint64(columns[0])
	}
	if middle := len(dst) - 1 - reach - x; middle > 0 {
		enters, leaves, out := columns[x+reach+1:], columns[x-reach:][:middle], dst[x:][:middle]
		enters = enters[:middle]
		for i, v := range enters {
			out[i] = m.of(sum)
			sum += uint64(v) - uint64(leaves[i])
		}
		x += middle
	}
	for ; x < len(dst); x++ { // at the right edge
		dst[x] = m.of(sum)
		sum += uint64(columns[last]) - uint64(columns[max(x-reach, 0)])
	}
}
