//go:build goexperiment.simd

package jpeg

import (
	"encoding/binary"
	"simd/archsimd"
)

// Factors of the scaled transforms: those of a column in pairs, since its coefficients are in
// pairs after two rows are interleaved, and those for each result of a row side by side.
var (
	halfEven0  = factors16(1<<(constBits+1), 0)
	halfEven26 = factors16(fix1847, -fix0765)
	halfOdd13  = [2][16]int16{factors16(fix2562, fix0899), factors16(fix1061, -fix2172)}
	halfOdd57  = [2][16]int16{factors16(-fix0601, -fix0509), factors16(fix1451, -fix0211)}
	halfRow    = [4][16]int16{
		twice(1<<(constBits+1), fix2562, fix1847, fix0899, 0, -fix0601, -fix0765, -fix0509),
		twice(1<<(constBits+1), fix1061, -fix1847, -fix2172, 0, fix1451, fix0765, -fix0211),
		twice(1<<(constBits+1), -fix1061, -fix1847, fix2172, 0, -fix1451, fix0765, fix0211),
		twice(1<<(constBits+1), -fix2562, fix1847, -fix0899, 0, fix0601, -fix0765, fix0509),
	}

	// 1<<(constBits+2) is too large for one factor, so the DC has two.
	quarterEven  = factors16(1<<(constBits+1), 1<<(constBits+1))
	quarterOdd13 = factors16(fix3624, -fix1272)
	quarterOdd57 = factors16(fix0850, -fix0720)
	quarterDC    = twice(1<<(constBits+1), 0, 0, 0, 0, 0, 0, 0)
	quarterRow   = [2][16]int16{
		twice(1<<(constBits+1), fix3624, 0, -fix1272, 0, fix0850, 0, -fix0720),
		twice(1<<(constBits+1), -fix3624, 0, fix1272, 0, -fix0850, 0, fix0720),
	}
)

// twice returns f for both blocks of a pair.
func twice(f ...int16) (v [16]int16) {
	copy(v[copy(v[:], f):], f)
	return v
}

// idctHalfAVX2 transforms columns as idctAVX2 does. Then each sample is the sum of a row's
// products, which needs no transposition.
func idctHalfAVX2(p *pair, to *[2]place) {
	load := func(y int) archsimd.Int16x16 { return archsimd.LoadInt16x16((*[16]int16)(p[16*y:])) }
	r0, r1, r2, r3, r5, r6, r7 := load(0), load(1), load(2), load(3), load(5), load(6), load(7)
	*p = pair{}

	lo0, lo1, lo2, lo3 := halfColumns(r0.InterleaveLoGrouped(r0), r2.InterleaveLoGrouped(r6), r1.InterleaveLoGrouped(r3), r5.InterleaveLoGrouped(r7))
	hi0, hi1, hi2, hi3 := halfColumns(r0.InterleaveHiGrouped(r0), r2.InterleaveHiGrouped(r6), r1.InterleaveHiGrouped(r3), r5.InterleaveHiGrouped(r7))
	top := halfRows(lo0.SaturateToInt16ConcatGrouped(hi0)).SaturateToInt16ConcatGrouped(halfRows(lo1.SaturateToInt16ConcatGrouped(hi1)))
	bottom := halfRows(lo2.SaturateToInt16ConcatGrouped(hi2)).SaturateToInt16ConcatGrouped(halfRows(lo3.SaturateToInt16ConcatGrouped(hi3)))

	var rows [8]uint32
	bytesOf(top, bottom).AsUint32x8().Store(&rows)
	archsimd.ClearAVXUpperBits()
	for i := range to {
		pix, s := to[i].pix, to[i].stride
		r := rows[4*i:]
		binary.LittleEndian.PutUint32(pix, r[0])
		binary.LittleEndian.PutUint32(pix[s:], r[1])
		binary.LittleEndian.PutUint32(pix[2*s:], r[2])
		binary.LittleEndian.PutUint32(pix[3*s:], r[3])
	}
}

func halfColumns(v0, v26, v13, v57 archsimd.Int16x16) (w0, w1, w2, w3 archsimd.Int32x8) {
	t0 := v0.DotProductPairs(archsimd.LoadInt16x16(&halfEven0)).Add(archsimd.BroadcastInt32x8(1 << (half1 - 1)))
	t2 := v26.DotProductPairs(archsimd.LoadInt16x16(&halfEven26))
	e0, e1 := t0.Add(t2), t0.Sub(t2)
	o0 := v13.DotProductPairs(archsimd.LoadInt16x16(&halfOdd13[0])).Add(v57.DotProductPairs(archsimd.LoadInt16x16(&halfOdd57[0])))
	o1 := v13.DotProductPairs(archsimd.LoadInt16x16(&halfOdd13[1])).Add(v57.DotProductPairs(archsimd.LoadInt16x16(&halfOdd57[1])))
	return e0.Add(o0).ShiftAllRight(half1), e1.Add(o1).ShiftAllRight(half1), e1.Sub(o1).ShiftAllRight(half1), e0.Sub(o0).ShiftAllRight(half1)
}

func halfRows(w archsimd.Int16x16) archsimd.Int32x8 {
	s01 := w.DotProductPairs(archsimd.LoadInt16x16(&halfRow[0])).AddPairsGrouped(w.DotProductPairs(archsimd.LoadInt16x16(&halfRow[1])))
	s23 := w.DotProductPairs(archsimd.LoadInt16x16(&halfRow[2])).AddPairsGrouped(w.DotProductPairs(archsimd.LoadInt16x16(&halfRow[3])))
	round := archsimd.BroadcastInt32x8(128<<half2 + 1<<(half2-1))
	return s01.AddPairsGrouped(s23).Add(round).ShiftAllRight(half2)
}

// evenOdd moves the even bytes of each 16 before the odd ones.
var evenOdd = [32]int8{
	0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15,
	0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15,
}

// bytesOf clamps samples to 0–255 and returns, for each block, the eight of a as bytes, then
// those of b.
func bytesOf(a, b archsimd.Int16x16) archsimd.Int8x32 {
	black, white := archsimd.BroadcastInt16x16(0), archsimd.BroadcastInt16x16(255)
	mixed := a.Max(black).Min(white).Or(b.Max(black).Min(white).ShiftAllLeft(8))
	return mixed.AsInt8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&evenOdd))
}

// idctQuarterAVX2 is idctHalfAVX2 to 2×2 samples.
func idctQuarterAVX2(p *pair, to *[2]place) {
	load := func(y int) archsimd.Int16x16 { return archsimd.LoadInt16x16((*[16]int16)(p[16*y:])) }
	r0, r1, r3, r5, r7 := load(0), load(1), load(3), load(5), load(7)
	*p = pair{}

	loA, loB := quarterColumns(r0.InterleaveLoGrouped(r0), r1.InterleaveLoGrouped(r3), r5.InterleaveLoGrouped(r7))
	hiA, hiB := quarterColumns(r0.InterleaveHiGrouped(r0), r1.InterleaveHiGrouped(r3), r5.InterleaveHiGrouped(r7))
	sums := quarterRows(loA.SaturateToInt16ConcatGrouped(hiA)).AddPairsGrouped(quarterRows(loB.SaturateToInt16ConcatGrouped(hiB)))
	sums = sums.Add(archsimd.BroadcastInt32x8(128<<quarter2 + 1<<(quarter2-1))).ShiftAllRight(quarter2)
	samples := sums.SaturateToInt16ConcatGrouped(sums)

	var rows [16]uint16
	bytesOf(samples, samples).AsUint16x16().Store(&rows)
	archsimd.ClearAVXUpperBits()
	for i := range to {
		binary.LittleEndian.PutUint16(to[i].pix, rows[8*i])
		binary.LittleEndian.PutUint16(to[i].pix[to[i].stride:], rows[8*i+1])
	}
}

func quarterColumns(v0, v13, v57 archsimd.Int16x16) (a, b archsimd.Int32x8) {
	even := v0.DotProductPairs(archsimd.LoadInt16x16(&quarterEven)).Add(archsimd.BroadcastInt32x8(1 << (quarter1 - 1)))
	odd := v13.DotProductPairs(archsimd.LoadInt16x16(&quarterOdd13)).Add(v57.DotProductPairs(archsimd.LoadInt16x16(&quarterOdd57)))
	return even.Add(odd).ShiftAllRight(quarter1), even.Sub(odd).ShiftAllRight(quarter1)
}

func quarterRows(w archsimd.Int16x16) archsimd.Int32x8 {
	dc := w.DotProductPairs(archsimd.LoadInt16x16(&quarterDC))
	a := w.DotProductPairs(archsimd.LoadInt16x16(&quarterRow[0])).Add(dc)
	b := w.DotProductPairs(archsimd.LoadInt16x16(&quarterRow[1])).Add(dc)
	return a.AddPairsGrouped(b)
}
