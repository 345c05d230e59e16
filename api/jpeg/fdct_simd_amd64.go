//go:build goexperiment.simd

package jpeg

import "simd/archsimd"

type (
	i16 = archsimd.Int16x16
	i32 = archsimd.Int32x8
)

// transformVector holds a row of two blocks in each register, transforms the columns, each in a
// lane, transposes both blocks, and does the same again. The 1-D transform is that of forward,
// written as sums of products, with the same results. The factors are in idct_simd_amd64.go:
// the odd part has the same matrix as that of the inverse transform, and the even part the
// transposed one.
func transformVector(q *quantiser, c *coefficients, order []uint8, src []byte, stride int) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	done := len(order) &^ 1
	for ; len(order) >= 2; order, src = order[2:], src[min(16, len(src)):] {
		x0, x1, x2, x3 := samples(src), samples(src[stride:]), samples(src[2*stride:]), samples(src[3*stride:])
		x4, x5, x6, x7 := samples(src[4*stride:]), samples(src[5*stride:]), samples(src[6*stride:]), samples(src[7*stride:])

		round, shift := archsimd.BroadcastInt32x8(1<<(columnShift-1)), archsimd.BroadcastInt32x8(columnShift)
		for pass := 0; ; pass++ {
			s0, s1, s2, s3 := x0.Add(x7), x1.Add(x6), x2.Add(x5), x3.Add(x4)
			d0, d1, d2, d3 := x0.Sub(x7), x1.Sub(x6), x2.Sub(x5), x3.Sub(x4)

			a, b := s0.Add(s3), s1.Add(s2)
			lo, hi := a.InterleaveLoGrouped(b), a.InterleaveHiGrouped(b)
			x0, x4 = evenSum(lo, hi, &even04[0], round, shift), evenSum(lo, hi, &even04[1], round, shift)
			a, b = s0.Sub(s3), s1.Sub(s2)
			lo, hi = a.InterleaveLoGrouped(b), a.InterleaveHiGrouped(b)
			x2, x6 = evenSum(lo, hi, &even26[0], round, shift), evenSum(lo, hi, &even26[1], round, shift)

			lo, hi = d0.InterleaveLoGrouped(d1), d0.InterleaveHiGrouped(d1)
			lo23, hi23 := d2.InterleaveLoGrouped(d3), d2.InterleaveHiGrouped(d3)
			x1, x3 = oddSum(lo, hi, lo23, hi23, 0, round, shift), oddSum(lo, hi, lo23, hi23, 1, round, shift)
			x5, x7 = oddSum(lo, hi, lo23, hi23, 2, round, shift), oddSum(lo, hi, lo23, hi23, 3, round, shift)
			if pass == 1 {
				break
			}
			x0, x1, x2, x3, x4, x5, x6, x7 = transpose(x0, x1, x2, x3, x4, x5, x6, x7)
			round, shift = archsimd.BroadcastInt32x8(1<<(rowShift-1)), archsimd.BroadcastInt32x8(rowShift)
		}

		l := &q.lanes
		c.putPair(order[0], order[1], l.divide(x0, 0), l.divide(x1, 1), l.divide(x2, 2), l.divide(x3, 3),
			l.divide(x4, 4), l.divide(x5, 5), l.divide(x6, 6), l.divide(x7, 7))
	}
	archsimd.ClearAVXUpperBits()
	return done
}

// samples returns the first row of both blocks at src, shifted to -128 to 127.
func samples(src []byte) i16 {
	return archsimd.LoadUint8x16((*[16]byte)(src)).ExtendToUint16().AsInt16x16().Sub(archsimd.BroadcastInt16x16(128))
}

func evenSum(lo, hi i16, factors *[16]int16, round, shift i32) i16 {
	f := archsimd.LoadInt16x16(factors)
	return lo.DotProductPairs(f).Add(round).ShiftRight(shift).SaturateToInt16ConcatGrouped(
		hi.DotProductPairs(f).Add(round).ShiftRight(shift))
}

func oddSum(lo01, hi01, lo23, hi23 i16, i int, round, shift i32) i16 {
	return odd(lo01, lo23, i).Add(round).ShiftRight(shift).SaturateToInt16ConcatGrouped(
		odd(hi01, hi23, i).Add(round).ShiftRight(shift))
}

// transpose exchanges rows and columns of the 8×8 values in each half: it interleaves 16-bit
// lanes of neighbouring registers, then 32-bit lanes, then 64-bit lanes.
func transpose(x0, x1, x2, x3, x4, x5, x6, x7 i16) (_, _, _, _, _, _, _, _ i16) {
	a0, a1 := x0.InterleaveLoGrouped(x1).AsInt32x8(), x0.InterleaveHiGrouped(x1).AsInt32x8()
	a2, a3 := x2.InterleaveLoGrouped(x3).AsInt32x8(), x2.InterleaveHiGrouped(x3).AsInt32x8()
	a4, a5 := x4.InterleaveLoGrouped(x5).AsInt32x8(), x4.InterleaveHiGrouped(x5).AsInt32x8()
	a6, a7 := x6.InterleaveLoGrouped(x7).AsInt32x8(), x6.InterleaveHiGrouped(x7).AsInt32x8()
	b0, b1 := a0.InterleaveLoGrouped(a2).AsInt64x4(), a0.InterleaveHiGrouped(a2).AsInt64x4()
	b2, b3 := a1.InterleaveLoGrouped(a3).AsInt64x4(), a1.InterleaveHiGrouped(a3).AsInt64x4()
	b4, b5 := a4.InterleaveLoGrouped(a6).AsInt64x4(), a4.InterleaveHiGrouped(a6).AsInt64x4()
	b6, b7 := a5.InterleaveLoGrouped(a7).AsInt64x4(), a5.InterleaveHiGrouped(a7).AsInt64x4()
	return b0.InterleaveLoGrouped(b4).AsInt16x16(), b0.InterleaveHiGrouped(b4).AsInt16x16(),
		b1.InterleaveLoGrouped(b5).AsInt16x16(), b1.InterleaveHiGrouped(b5).AsInt16x16(),
		b2.InterleaveLoGrouped(b6).AsInt16x16(), b2.InterleaveHiGrouped(b6).AsInt16x16(),
		b3.InterleaveLoGrouped(b7).AsInt16x16(), b3.InterleaveHiGrouped(b7).AsInt16x16()
}

// divide quantises the coefficients of horizontal frequency u.
func (l *laneDivisors) divide(x i16, u int) i16 {
	n := x.Abs().AsUint16x16().Add(archsimd.LoadUint16x16(&l.half[u]))
	n = n.MulHigh(archsimd.LoadUint16x16(&l.recip[u])).MulHigh(archsimd.LoadUint16x16(&l.shift[u]))
	return n.AsInt16x16().CopySign(x)
}
