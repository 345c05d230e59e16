//go:build goexperiment.simd

package jpeg

import (
	"encoding/binary"
	"simd/archsimd"
)

func idctVectors() (versions [9]idct) {
	if archsimd.X86.AVX2() {
		versions = [9]idct{2: idctQuarterAVX2, 4: idctHalfAVX2, 8: idctAVX2}
	}
	return versions
}

// factors16 returns two factors for each pair of neighbouring lanes.
func factors16(a, b int16) (f [16]int16) {
	for i := 0; i < len(f); i += 2 {
		f[i], f[i+1] = a, b
	}
	return f
}

// The 1-D transform as sums of products: each result is the sum or the difference of
// an even part, of coefficients 0, 4, 2 and 6, and an odd one, of 1, 3, 5 and 7. Every
// factor is a sum of those of the butterfly, and so the results are the same
// to the last bit, with no sum of two coefficients that 16 bits could not hold.
var (
	even04 = [2][16]int16{
		factors16(1<<constBits, 1<<constBits),
		factors16(1<<constBits, -1<<constBits),
	}
	even26 = [2][16]int16{
		factors16(fix0541+fix0765, fix0541),
		factors16(fix0541, fix0541-fix1847),
	}
	odd13 = [4][16]int16{
		factors16(fix1175+fix1501-fix0899-fix0390, fix1175),
		factors16(fix1175, fix1175+fix3072-fix2562-fix1961),
		factors16(fix1175-fix0390, fix1175-fix2562),
		factors16(fix1175-fix0899, fix1175-fix1961),
	}
	odd57 = [4][16]int16{
		factors16(fix1175-fix0390, fix1175-fix0899),
		factors16(fix1175-fix2562, fix1175-fix1961),
		factors16(fix1175+fix2053-fix2562-fix0390, fix1175),
		factors16(fix1175, fix1175+fix0298-fix0899-fix1961),
	}
)

// idctAVX2 holds a row of both blocks in each register, transforms the columns, each in a lane,
// transposes both blocks, and does the same again.
func idctAVX2(p *pair, to *[2]place) {
	load := func(y int) archsimd.Int16x16 { return archsimd.LoadInt16x16((*[16]int16)(p[16*y:])) }
	r0, r1, r2, r3, r4, r5, r6, r7 := load(0), load(1), load(2), load(3), load(4), load(5), load(6), load(7)
	*p = pair{}

	round := archsimd.BroadcastInt32x8(1 << (constBits - passBits - 1))
	shift := archsimd.BroadcastInt32x8(constBits - passBits)
	for pass := 0; ; pass++ {
		k04, k0m4 := archsimd.LoadInt16x16(&even04[0]), archsimd.LoadInt16x16(&even04[1])
		k26, k26m := archsimd.LoadInt16x16(&even26[0]), archsimd.LoadInt16x16(&even26[1])

		a, b, c, d := r0.InterleaveLoGrouped(r4), r2.InterleaveLoGrouped(r6), r1.InterleaveLoGrouped(r3), r5.InterleaveLoGrouped(r7)
		t0, t1 := a.DotProductPairs(k04).Add(round), a.DotProductPairs(k0m4).Add(round)
		t3, t2 := b.DotProductPairs(k26), b.DotProductPairs(k26m)
		e0, e3, e1, e2 := t0.Add(t3), t0.Sub(t3), t1.Add(t2), t1.Sub(t2)
		o0 := odd(c, d, 0)
		lo0, lo7 := e0.Add(o0).ShiftRight(shift), e0.Sub(o0).ShiftRight(shift)
		o1 := odd(c, d, 1)
		lo1, lo6 := e1.Add(o1).ShiftRight(shift), e1.Sub(o1).ShiftRight(shift)
		o2 := odd(c, d, 2)
		lo2, lo5 := e2.Add(o2).ShiftRight(shift), e2.Sub(o2).ShiftRight(shift)
		o3 := odd(c, d, 3)
		lo3, lo4 := e3.Add(o3).ShiftRight(shift), e3.Sub(o3).ShiftRight(shift)

		a, b, c, d = r0.InterleaveHiGrouped(r4), r2.InterleaveHiGrouped(r6), r1.InterleaveHiGrouped(r3), r5.InterleaveHiGrouped(r7)
		t0, t1 = a.DotProductPairs(k04).Add(round), a.DotProductPairs(k0m4).Add(round)
		t3, t2 = b.DotProductPairs(k26), b.DotProductPairs(k26m)
		e0, e3, e1, e2 = t0.Add(t3), t0.Sub(t3), t1.Add(t2), t1.Sub(t2)
		o0 = odd(c, d, 0)
		r0 = lo0.SaturateToInt16ConcatGrouped(e0.Add(o0).ShiftRight(shift))
		r7 = lo7.SaturateToInt16ConcatGrouped(e0.Sub(o0).ShiftRight(shift))
		o1 = odd(c, d, 1)
		r1 = lo1.SaturateToInt16ConcatGrouped(e1.Add(o1).ShiftRight(shift))
		r6 = lo6.SaturateToInt16ConcatGrouped(e1.Sub(o1).ShiftRight(shift))
		o2 = odd(c, d, 2)
		r2 = lo2.SaturateToInt16ConcatGrouped(e2.Add(o2).ShiftRight(shift))
		r5 = lo5.SaturateToInt16ConcatGrouped(e2.Sub(o2).ShiftRight(shift))
		o3 = odd(c, d, 3)
		r3 = lo3.SaturateToInt16ConcatGrouped(e3.Add(o3).ShiftRight(shift))
		r4 = lo4.SaturateToInt16ConcatGrouped(e3.Sub(o3).ShiftRight(shift))
		if pass == 1 {
			break
		}

		// Transpose both blocks: neighbouring rows of 16-bit lanes, then of 32-bit, then of 64-bit ones.
		w0, w1 := r0.InterleaveLoGrouped(r1).AsInt32x8(), r0.InterleaveHiGrouped(r1).AsInt32x8()
		w2, w3 := r2.InterleaveLoGrouped(r3).AsInt32x8(), r2.InterleaveHiGrouped(r3).AsInt32x8()
		x0, x1 := w0.InterleaveLoGrouped(w2).AsInt64x4(), w0.InterleaveHiGrouped(w2).AsInt64x4()
		x2, x3 := w1.InterleaveLoGrouped(w3).AsInt64x4(), w1.InterleaveHiGrouped(w3).AsInt64x4()
		w0, w1 = r4.InterleaveLoGrouped(r5).AsInt32x8(), r4.InterleaveHiGrouped(r5).AsInt32x8()
		w2, w3 = r6.InterleaveLoGrouped(r7).AsInt32x8(), r6.InterleaveHiGrouped(r7).AsInt32x8()
		y0, y1 := w0.InterleaveLoGrouped(w2).AsInt64x4(), w0.InterleaveHiGrouped(w2).AsInt64x4()
		y2, y3 := w1.InterleaveLoGrouped(w3).AsInt64x4(), w1.InterleaveHiGrouped(w3).AsInt64x4()
		r0, r1 = x0.InterleaveLoGrouped(y0).AsInt16x16(), x0.InterleaveHiGrouped(y0).AsInt16x16()
		r2, r3 = x1.InterleaveLoGrouped(y1).AsInt16x16(), x1.InterleaveHiGrouped(y1).AsInt16x16()
		r4, r5 = x2.InterleaveLoGrouped(y2).AsInt16x16(), x2.InterleaveHiGrouped(y2).AsInt16x16()
		r6, r7 = x3.InterleaveLoGrouped(y3).AsInt16x16(), x3.InterleaveHiGrouped(y3).AsInt16x16()

		const last = constBits + passBits + 3
		round = archsimd.BroadcastInt32x8(128<<last + 1<<(last-1))
		shift = archsimd.BroadcastInt32x8(last)
	}

	// The registers hold columns now. Put neighbours together until a row is whole.
	black, white := archsimd.BroadcastInt16x16(0), archsimd.BroadcastInt16x16(255)
	c0 := r0.Max(black).Min(white).Or(r1.Max(black).Min(white).ShiftAllLeft(8))
	c2 := r2.Max(black).Min(white).Or(r3.Max(black).Min(white).ShiftAllLeft(8))
	c4 := r4.Max(black).Min(white).Or(r5.Max(black).Min(white).ShiftAllLeft(8))
	c6 := r6.Max(black).Min(white).Or(r7.Max(black).Min(white).ShiftAllLeft(8))
	left0, left4 := c0.InterleaveLoGrouped(c2).AsInt32x8(), c0.InterleaveHiGrouped(c2).AsInt32x8()
	right0, right4 := c4.InterleaveLoGrouped(c6).AsInt32x8(), c4.InterleaveHiGrouped(c6).AsInt32x8()
	var rows [16]uint64
	left0.InterleaveLoGrouped(right0).AsUint64x4().Store((*[4]uint64)(rows[0:]))
	left0.InterleaveHiGrouped(right0).AsUint64x4().Store((*[4]uint64)(rows[4:]))
	left4.InterleaveLoGrouped(right4).AsUint64x4().Store((*[4]uint64)(rows[8:]))
	left4.InterleaveHiGrouped(right4).AsUint64x4().Store((*[4]uint64)(rows[12:]))
	archsimd.ClearAVXUpperBits()
	for i := range to {
		pix, s := to[i].pix, to[i].stride
		r := rows[2*i:]
		binary.LittleEndian.PutUint64(pix, r[0])
		binary.LittleEndian.PutUint64(pix[s:], r[1])
		binary.LittleEndian.PutUint64(pix[2*s:], r[4])
		binary.LittleEndian.PutUint64(pix[3*s:], r[5])
		binary.LittleEndian.PutUint64(pix[4*s:], r[8])
		binary.LittleEndian.PutUint64(pix[5*s:], r[9])
		binary.LittleEndian.PutUint64(pix[6*s:], r[12])
		binary.LittleEndian.PutUint64(pix[7*s:], r[13])
	}
}

// odd returns odd part i: 0 for results 0 and 7, 3 for 3 and 4.
func odd(c, d archsimd.Int16x16, i int) archsimd.Int32x8 {
	return c.DotProductPairs(archsimd.LoadInt16x16(&odd13[i])).Add(d.DotProductPairs(archsimd.LoadInt16x16(&odd57[i])))
}
