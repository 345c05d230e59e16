package jpeg

import "encoding/binary"

// block is the quantised coefficients of 8×8 samples in zig-zag order.
type block [64]int16

// coefficients are the blocks of one strip in the order of the scan.
type coefficients struct {
	blocks  [maxBlocks]block
	nonzero [maxBlocks]uint64 // bit k is set when coefficient k is not 0
}

// transform makes the blocks order[0], order[1], … of c, an even number of them, from
// samples that lie side by side: sample (x, y) of the i-th one is src[y*stride+8*i+x].
// It is chosen when the program starts; every version gives the same coefficients.
var transform = transformPlain

// The forward transform is the one that idct.go undoes, with the same factors in the
// same fixed point. Columns come first, then rows; the result is 8 times the DCT of
// T.81 A.3.3.
//
// The plain version has two numbers in a word, lower + upper·2^32, for sums of words
// and products with a constant are those of both numbers. A lower one below zero
// borrows from the upper one, and so both are made positive by a bias before they
// are taken apart.
const (
	both = 1<<32 | 1 // times a number: that number twice

	columnShift = constBits - passBits
	rowShift    = constBits + passBits
	columnBias  = 1 << 13 // the columns' results are within ±2^12
)

func transformPlain(q *quantiser, c *coefficients, order []uint8, src []byte, stride int) {
	var words [32]uint64
	for i, at := range order {
		forwardColumns(&words, src[8*i:], stride)
		marks := q.words.forwardRows(&words)
		c.nonzero[at] = q.words.divide(&c.blocks[at], &words, marks)
	}
}

// forwardColumns transforms columns x and x+4 of the block at src together. The
// results of rows 2j and 2j+1 go to words 8j to 8j+7, a word for each column. That
// samples are 128 too high shows in the sums of whole columns alone.
func forwardColumns(out *[32]uint64, src []byte, stride int) {
	r0, r1 := binary.LittleEndian.Uint64(src), binary.LittleEndian.Uint64(src[stride:])
	r2, r3 := binary.LittleEndian.Uint64(src[2*stride:]), binary.LittleEndian.Uint64(src[3*stride:])
	r4, r5 := binary.LittleEndian.Uint64(src[4*stride:]), binary.LittleEndian.Uint64(src[5*stride:])
	r6, r7 := binary.LittleEndian.Uint64(src[6*stride:]), binary.LittleEndian.Uint64(src[7*stride:])
	const (
		low        = 0xFF * both
		round      = (columnBias<<columnShift + 1<<(columnShift-1)) * both
		levelShift = 8 * 128 << constBits * both
	)
	for x := range 4 {
		n := 8 * x
		y0, y1, y2, y3, y4, y5, y6, y7 := forward(r0>>n&low, r1>>n&low, r2>>n&low, r3>>n&low,
			r4>>n&low, r5>>n&low, r6>>n&low, r7>>n&low)
		out[x], out[x+4] = swap(y0+(round-levelShift), y1+round)
		out[x+8], out[x+12] = swap(y2+round, y3+round)
		out[x+16], out[x+20] = swap(y4+round, y5+round)
		out[x+24], out[x+28] = swap(y6+round, y7+round)
	}
}

// swap makes words of the lower numbers and of the upper numbers of a and b, without
// the bits below columnShift.
func swap(a, b uint64) (lower, upper uint64) {
	const mask = 1<<32 - 1<<columnShift
	return (a&mask)>>columnShift | (b&mask)<<(32-columnShift), a>>(32+columnShift) | b>>(32+columnShift)<<32
}

// forwardRows transforms rows 2j and 2j+1 together. It tells which coefficients are
// not 0 when quantised: bit i of marks is for the lower number of word i, bit 32+i
// for the upper one.
func (d *wordDivisors) forwardRows(words *[32]uint64) (marks uint64) {
	for j := range 4 {
		w, t := (*[8]uint64)(words[8*j:]), &d.limits[j]
		y0, y1, y2, y3, y4, y5, y6, y7 := forward(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
		w[0], marks = t[0].mark(y0, marks)
		w[1], marks = t[1].mark(y1, marks)
		w[2], marks = t[2].mark(y2, marks)
		w[3], marks = t[3].mark(y3, marks)
		w[4], marks = t[4].mark(y4, marks)
		w[5], marks = t[5].mark(y5, marks)
		w[6], marks = t[6].mark(y6, marks)
		w[7], marks = t[7].mark(y7, marks)
	}
	return marks
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
