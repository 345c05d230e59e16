package jpeg

import "encoding/binary"

// block holds the quantised coefficients of 8×8 samples in zigzag order.
type block [64]int16

// coefficients holds the blocks of one strip in the order of the scan.
type coefficients struct {
	blocks  [maxBlocks]block
	nonzero [maxBlocks]uint64 // bit k is set when coefficient k is not 0
	firsts  [maxBlocks]first  // of EncodeWithin
}

// transform makes the blocks order[0], order[1], … of c, an even number of them, from samples
// side by side: sample (x, y) of the i-th block is src[y*stride+8*i+x].
func transform(q *quantiser, c *coefficients, order []uint8, src []byte, stride int) {
	if done := transformVector(q, c, order, src, stride); done < len(order) {
		transformPlain(q, c, order[done:], src[8*done:], stride)
	}
}

// The forward transform is the inverse of the one in idct.go, with the same factors in the same
// fixed point. Columns come first, then rows; the result is 8 times the DCT of T.81 A.3.3.
//
// The plain version keeps the numbers of two blocks in a word, lower + upper·2^32, because sums
// of words, and products of a word and a constant, are those of both numbers. A negative lower
// number borrows from the upper one, so before the two are taken apart a bias makes both
// positive.
const (
	both = 1<<32 | 1 // its product with a number is a word with that number twice

	columnShift = constBits - passBits
	rowShift    = constBits + passBits
	columnBias  = 1 << 13 // the columns' results are within ±2^12
)

func transformPlain(q *quantiser, c *coefficients, order []uint8, src []byte, stride int) {
	q.words.follow(&q.table)
	var words [64]uint64
	for ; len(order) >= 2; order, src = order[2:], src[min(16, len(src)):] {
		forwardColumns(&words, src, stride)
		marks, more := q.words.forwardRows(&words)
		first, second := order[0], order[1]
		c.nonzero[first] = q.words.divide(&c.blocks[first], &words, 0, marks&(1<<32-1)|more<<32)
		c.nonzero[second] = q.words.divide(&c.blocks[second], &words, 32, marks>>32|more&^(1<<32-1))
	}
}

// forwardColumns transforms the columns of the blocks at src and src[8:]. Samples are too large
// by 128, which only affects the sums of whole columns.
func forwardColumns(words *[64]uint64, src []byte, stride int) {
	var halves [2][8]uint64 // of each row: columns 0 to 3, a byte of each word, and 4 to 7
	for y := range 8 {
		row := src[y*stride:][:16]
		first, second := binary.LittleEndian.Uint64(row), binary.LittleEndian.Uint64(row[8:])
		halves[0][y] = first&(1<<32-1) | second<<32
		halves[1][y] = first>>32 | second&^(1<<32-1)
	}
	const (
		sample     = 0xFF * both
		round      = (columnBias<<columnShift + 1<<(columnShift-1)) * both
		levelShift = 8 * 128 << constBits * both
		result     = (1<<(32-columnShift) - 1) * both
	)
	for x := range 8 {
		r, n := &halves[x/4], x%4*8
		y0, y1, y2, y3, y4, y5, y6, y7 := forward(r[0]>>n&sample, r[1]>>n&sample, r[2]>>n&sample, r[3]>>n&sample,
			r[4]>>n&sample, r[5]>>n&sample, r[6]>>n&sample, r[7]>>n&sample)
		words[x] = (y0 + (round - levelShift)) >> columnShift & result
		words[8+x] = (y1 + round) >> columnShift & result
		words[16+x] = (y2 + round) >> columnShift & result
		words[24+x] = (y3 + round) >> columnShift & result
		words[32+x] = (y4 + round) >> columnShift & result
		words[40+x] = (y5 + round) >> columnShift & result
		words[48+x] = (y6 + round) >> columnShift & result
		words[56+x] = (y7 + round) >> columnShift & result
	}
}

// forwardRows transforms the rows. It returns which coefficients are not 0 after quantisation:
// marks has the first 32 coefficients of the first block in its lower half and those of the
// second block in its upper half; more has the other 32.
func (d *wordDivisors) forwardRows(words *[64]uint64) (marks, more uint64) {
	for i := 0; i < 64; i += 8 {
		if i == 32 {
			marks, more = more, 0
		}
		w, t := (*[8]uint64)(words[i:]), (*[8]limit)(d.limits[i:])
		y0, y1, y2, y3, y4, y5, y6, y7 := forward(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
		w[0], more = t[0].mark(y0, more)
		w[1], more = t[1].mark(y1, more)
		w[2], more = t[2].mark(y2, more)
		w[3], more = t[3].mark(y3, more)
		w[4], more = t[4].mark(y4, more)
		w[5], more = t[5].mark(y5, more)
		w[6], more = t[6].mark(y6, more)
		w[7], more = t[7].mark(y7, more)
	}
	return marks, more
}

// forward transforms eight numbers. The results have constBits fraction bits.
func forward(x0, x1, x2, x3, x4, x5, x6, x7 uint64) (y0, y1, y2, y3, y4, y5, y6, y7 uint64) {
	s0, s1, s2, s3 := x0+x7, x1+x6, x2+x5, x3+x4
	d0, d1, d2, d3 := x0-x7, x1-x6, x2-x5, x3-x4

	even, odd := s0+s3, s1+s2
	y0, y4 = (even+odd)<<constBits, (even-odd)<<constBits
	even, odd = s0-s3, s1-s2
	z := (even + odd) * fix0541
	y2, y6 = z+even*fix0765, z-odd*fix1847

	z1, z2, z3, z4 := (d0+d3)*fix0899, (d1+d2)*fix2562, d1+d3, d0+d2
	z5 := (z3 + z4) * fix1175
	z3, z4 = z5-z3*fix1961, z5-z4*fix0390
	y1, y3 = d0*fix1501-z1+z4, d1*fix3072-z2+z3
	y5, y7 = d2*fix2053-z2+z4, d3*fix0298-z1+z3
	return
}
