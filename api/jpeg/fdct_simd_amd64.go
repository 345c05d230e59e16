//go:build goexperiment.simd

package jpeg

import "simd/archsimd"

// transform is transformPlain with the same result, two blocks at a time.
func (q *quantiser) transform(c *coefficients, order []uint8, src []byte, stride int) {
	if !archsimd.X86.AVX2() {
		q.transformPlain(c, order, src, stride)
		return
	}
	q.transformPairs(c, order, src, stride)
}

type (
	i16 = archsimd.Int16x16
	i32 = archsimd.Int32x8
)

// transformPairs has one of two blocks in the lower and the other in the upper half
// of each vector, so that all that moves samples about stays within the halves.
func (q *quantiser) transformPairs(c *coefficients, order []uint8, src []byte, stride int) {
	for ; len(order) >= 2; order = order[2:] {
		x0, x1, x2, x3 := samples(src), samples(src[stride:]), samples(src[2*stride:]), samples(src[3*stride:])
		x4, x5, x6, x7 := samples(src[4*stride:]), samples(src[5*stride:]), samples(src[6*stride:]), samples(src[7*stride:])
		src = src[min(16, len(src)):]

		// Columns.
		s0, s1, s2, s3 := x0.Add(x7), x1.Add(x6), x2.Add(x5), x3.Add(x4)
		x1, x3, x5, x7 = oddColumns(x0.Sub(x7), x1.Sub(x6), x2.Sub(x5), x3.Sub(x4))
		x0, x2, x4, x6 = evenColumns(s0, s1, s2, s3)

		x0, x1, x2, x3, x4, x5, x6, x7 = transpose(x0, x1, x2, x3, x4, x5, x6, x7)

		// Rows.
		s0, s1, s2, s3 = x0.Add(x7), x1.Add(x6), x2.Add(x5), x3.Add(x4)
		x1, x3, x5, x7 = oddRows(x0.Sub(x7), x1.Sub(x6), x2.Sub(x5), x3.Sub(x4))
		x0, x2, x4, x6 = evenRows(s0, s1, s2, s3)

		x0, x1, x2, x3 = q.divide(x0, 0), q.divide(x1, 1), q.divide(x2, 2), q.divide(x3, 3)
		x4, x5, x6, x7 = q.divide(x4, 4), q.divide(x5, 5), q.divide(x6, 6), q.divide(x7, 7)

		z0 := pick(x0, 0, 0).Or(pick(x1, 0, 1)).Or(pick(x2, 0, 2)).Or(pick(x3, 0, 3)).AsInt16x16()
		z1 := pick(x0, 1, 0).Or(pick(x1, 1, 1)).Or(pick(x2, 1, 2)).Or(pick(x3, 1, 3)).Or(pick(x4, 1, 4)).Or(pick(x5, 1, 5)).AsInt16x16()
		z2 := pick(x0, 2, 0).Or(pick(x1, 2, 1)).Or(pick(x2, 2, 2)).Or(pick(x3, 2, 3)).Or(pick(x4, 2, 4)).AsInt16x16()
		z3 := pick(x3, 3, 3).Or(pick(x4, 3, 4)).Or(pick(x5, 3, 5)).Or(pick(x6, 3, 6)).Or(pick(x7, 3, 7)).AsInt16x16()
		z4 := pick(x0, 4, 0).Or(pick(x1, 4, 1)).Or(pick(x2, 4, 2)).Or(pick(x3, 4, 3)).Or(pick(x4, 4, 4)).AsInt16x16()
		z5 := pick(x3, 5, 3).Or(pick(x4, 5, 4)).Or(pick(x5, 5, 5)).Or(pick(x6, 5, 6)).Or(pick(x7, 5, 7)).AsInt16x16()
		z6 := pick(x2, 6, 2).Or(pick(x3, 6, 3)).Or(pick(x4, 6, 4)).Or(pick(x5, 6, 5)).Or(pick(x6, 6, 6)).Or(pick(x7, 6, 7)).AsInt16x16()
		z7 := pick(x4, 7, 4).Or(pick(x5, 7, 5)).Or(pick(x6, 7, 6)).Or(pick(x7, 7, 7)).AsInt16x16()

		a, b := int(order[0]), int(order[1])
		first, second := &c.blocks[a], &c.blocks[b]
		lo0, hi0 := store(first, second, 0, z0, z1)
		lo1, hi1 := store(first, second, 16, z2, z3)
		lo2, hi2 := store(first, second, 32, z4, z5)
		lo3, hi3 := store(first, second, 48, z6, z7)
		c.nonzero[a] = uint64(lo0) | uint64(lo1)<<16 | uint64(lo2)<<32 | uint64(lo3)<<48
		c.nonzero[b] = uint64(hi0) | uint64(hi1)<<16 | uint64(hi2)<<32 | uint64(hi3)<<48
	}
	archsimd.ClearAVXUpperBits()
}

func samples(row []byte) i16 {
	return archsimd.LoadUint8x16((*[16]byte)(row)).ExtendToUint16().AsInt16x16().Sub(archsimd.BroadcastInt16x16(128))
}

// transpose turns the 8×8 values of each half.
func transpose(a, b, c, d, e, f, g, h i16) (_, _, _, _, _, _, _, _ i16) {
	p0, p1 := a.InterleaveLoGrouped(b).AsInt32x8(), a.InterleaveHiGrouped(b).AsInt32x8()
	p2, p3 := c.InterleaveLoGrouped(d).AsInt32x8(), c.InterleaveHiGrouped(d).AsInt32x8()
	p4, p5 := e.InterleaveLoGrouped(f).AsInt32x8(), e.InterleaveHiGrouped(f).AsInt32x8()
	p6, p7 := g.InterleaveLoGrouped(h).AsInt32x8(), g.InterleaveHiGrouped(h).AsInt32x8()
	q0, q1 := p0.InterleaveLoGrouped(p2).AsInt64x4(), p0.InterleaveHiGrouped(p2).AsInt64x4()
	q2, q3 := p1.InterleaveLoGrouped(p3).AsInt64x4(), p1.InterleaveHiGrouped(p3).AsInt64x4()
	q4, q5 := p4.InterleaveLoGrouped(p6).AsInt64x4(), p4.InterleaveHiGrouped(p6).AsInt64x4()
	q6, q7 := p5.InterleaveLoGrouped(p7).AsInt64x4(), p5.InterleaveHiGrouped(p7).AsInt64x4()
	return q0.InterleaveLoGrouped(q4).AsInt16x16(), q0.InterleaveHiGrouped(q4).AsInt16x16(),
		q1.InterleaveLoGrouped(q5).AsInt16x16(), q1.InterleaveHiGrouped(q5).AsInt16x16(),
		q2.InterleaveLoGrouped(q6).AsInt16x16(), q2.InterleaveHiGrouped(q6).AsInt16x16(),
		q3.InterleaveLoGrouped(q7).AsInt16x16(), q3.InterleaveHiGrouped(q7).AsInt16x16()
}

func evenColumns(s0, s1, s2, s3 i16) (y0, y2, y4, y6 i16) {
	even, odd := s0.Add(s3), s1.Add(s2)
	y0, y4 = even.Add(odd).ShiftAllLeft(passBits), even.Sub(odd).ShiftAllLeft(passBits)
	even, odd = s0.Sub(s3), s1.Sub(s2)
	lo, hi := even.InterleaveLoGrouped(odd), even.InterleaveHiGrouped(odd)
	round := archsimd.BroadcastInt32x8(1 << (constBits - passBits - 1))
	y2 = dot(lo, hi, &evenPairs[0], round, constBits-passBits)
	y6 = dot(lo, hi, &evenPairs[1], round, constBits-passBits)
	return
}

func evenRows(s0, s1, s2, s3 i16) (y0, y2, y4, y6 i16) {
	even, odd := s0.Add(s3), s1.Add(s2)
	two := archsimd.BroadcastInt16x16(1 << (passBits - 1))
	y0, y4 = even.Add(odd).Add(two).ShiftAllRight(passBits), even.Sub(odd).Add(two).ShiftAllRight(passBits)
	even, odd = s0.Sub(s3), s1.Sub(s2)
	lo, hi := even.InterleaveLoGrouped(odd), even.InterleaveHiGrouped(odd)
	round := archsimd.BroadcastInt32x8(1 << (constBits + passBits - 1))
	y2 = dot(lo, hi, &evenPairs[0], round, constBits+passBits)
	y6 = dot(lo, hi, &evenPairs[1], round, constBits+passBits)
	return
}

func oddColumns(d0, d1, d2, d3 i16) (y1, y3, y5, y7 i16) {
	lo0, hi0 := d0.InterleaveLoGrouped(d1), d0.InterleaveHiGrouped(d1)
	lo1, hi1 := d2.InterleaveLoGrouped(d3), d2.InterleaveHiGrouped(d3)
	round := archsimd.BroadcastInt32x8(1 << (constBits - passBits - 1))
	y1 = dot2(lo0, hi0, lo1, hi1, &oddPairs[0], round, constBits-passBits)
	y3 = dot2(lo0, hi0, lo1, hi1, &oddPairs[1], round, constBits-passBits)
	y5 = dot2(lo0, hi0, lo1, hi1, &oddPairs[2], round, constBits-passBits)
	y7 = dot2(lo0, hi0, lo1, hi1, &oddPairs[3], round, constBits-passBits)
	return
}

func oddRows(d0, d1, d2, d3 i16) (y1, y3, y5, y7 i16) {
	lo0, hi0 := d0.InterleaveLoGrouped(d1), d0.InterleaveHiGrouped(d1)
	lo1, hi1 := d2.InterleaveLoGrouped(d3), d2.InterleaveHiGrouped(d3)
	round := archsimd.BroadcastInt32x8(1 << (constBits + passBits - 1))
	y1 = dot2(lo0, hi0, lo1, hi1, &oddPairs[0], round, constBits+passBits)
	y3 = dot2(lo0, hi0, lo1, hi1, &oddPairs[1], round, constBits+passBits)
	y5 = dot2(lo0, hi0, lo1, hi1, &oddPairs[2], round, constBits+passBits)
	y7 = dot2(lo0, hi0, lo1, hi1, &oddPairs[3], round, constBits+passBits)
	return
}

func dot(lo, hi i16, pair *[16]int16, round i32, shift uint64) i16 {
	c := archsimd.LoadInt16x16(pair)
	return lo.DotProductPairs(c).Add(round).ShiftAllRight(shift).SaturateToInt16ConcatGrouped(
		hi.DotProductPairs(c).Add(round).ShiftAllRight(shift))
}

func dot2(lo0, hi0, lo1, hi1 i16, pairs *[2][16]int16, round i32, shift uint64) i16 {
	c0, c1 := archsimd.LoadInt16x16(&pairs[0]), archsimd.LoadInt16x16(&pairs[1])
	return lo0.DotProductPairs(c0).Add(lo1.DotProductPairs(c1)).Add(round).ShiftAllRight(shift).SaturateToInt16ConcatGrouped(
		hi0.DotProductPairs(c0).Add(hi1.DotProductPairs(c1)).Add(round).ShiftAllRight(shift))
}

func pairs(a, b int16) (p [16]int16) {
	for i := 0; i < 16; i += 2 {
		p[i], p[i+1] = a, b
	}
	return p
}

var evenPairs = [2][16]int16{
	pairs(fix0541+fix0765, fix0541),
	pairs(fix0541, fix0541-fix1847),
}

var oddPairs = [4][2][16]int16{
	{pairs(fix1501-fix0899+fix1175-fix0390, fix1175), pairs(fix1175-fix0390, fix1175-fix0899)},
	{pairs(fix1175, fix3072-fix2562+fix1175-fix1961), pairs(fix1175-fix2562, fix1175-fix1961)},
	{pairs(fix1175-fix0390, fix1175-fix2562), pairs(fix2053-fix2562+fix1175-fix0390, fix1175)},
	{pairs(fix1175-fix0899, fix1175-fix1961), pairs(fix1175, fix0298-fix0899+fix1175-fix1961)},
}

func (q *quantiser) divide(x i16, u int) i16 {
	n := x.Abs().AsUint16x16().Add(archsimd.LoadUint16x16(&q.half[u]))
	n = n.MulHigh(archsimd.LoadUint16x16(&q.recip[u])).MulHigh(archsimd.LoadUint16x16(&q.shift[u]))
	return n.AsInt16x16().CopySign(x)
}

var zigzagBytes = func() (m [8][8][32]int8) {
	for row := range m {
		for u := range m[row] {
			for i := range m[row][u] {
				m[row][u][i] = -1
			}
		}
	}
	for k, n := range zigzag {
		for _, half := range [2]int{0, 16} {
			m[k/8][n%8][half+k%8*2] = int8(n / 8 * 2)
			m[k/8][n%8][half+k%8*2+1] = int8(n/8*2 + 1)
		}
	}
	return m
}()

func pick(x i16, row, u int) archsimd.Int8x32 {
	return x.AsInt8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&zigzagBytes[row][u]))
}

func store(first, second *block, k int, z, next i16) (nonzero0, nonzero1 uint16) {
	z.Select128FromPair(0, 2, next).Store((*[16]int16)(first[k:]))
	z.Select128FromPair(1, 3, next).Store((*[16]int16)(second[k:]))
	var zero i16
	lo := z.Equal(zero).ToInt16x16().AsInt8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&toLow))
	hi := next.Equal(zero).ToInt16x16().AsInt8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&toHigh))
	zeros := lo.Or(hi).ToMask().ToBits()
	return ^uint16(zeros), ^uint16(zeros >> 16)
}

var toLow = [32]int8{0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1, 0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1}
var toHigh = [32]int8{-1, -1, -1, -1, -1, -1, -1, -1, 0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1, 0, 2, 4, 6, 8, 10, 12, 14}
