//go:build goexperiment.simd

package kernel

import (
	"encoding/binary"
	"simd/archsimd"
)

// Pixels are split into 32-bit lanes of R and B and others of G and A, 16 bits each: the
// pairs whose products VPMADDWD adds.

func ycbcrToRGBAVector(dst, y, cb, cr []byte, step int) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	sign, half := archsimd.BroadcastInt16x16(-32768), archsimd.BroadcastInt16x16(32)
	redR, greenB := archsimd.BroadcastInt16x16(redCr), archsimd.BroadcastInt16x16(greenCb)
	greenR, blueB := archsimd.BroadcastInt16x16(greenCr), archsimd.BroadcastInt16x16(blueCb)
	black, white, opaque := archsimd.Int16x16{}, archsimd.BroadcastInt16x16(255), archsimd.BroadcastInt16x16(-256)
	n := len(y) &^ 15
	for i := 0; i < n; i += 16 {
		luma := archsimd.LoadUint8x16Slice(y[i : i+16 : i+16]).ExtendToUint16().AsInt16x16().ShiftAllLeft(6).Add(half)
		b, r := chroma16(cb, i, step).Xor(sign), chroma16(cr, i, step).Xor(sign) // (C-128)<<8
		red := luma.Add(r.MulHigh(redR)).ShiftAllRight(6).Max(black).Min(white)
		green := luma.Sub(b.MulHigh(greenB)).Sub(r.MulHigh(greenR)).ShiftAllRight(6).Max(black).Min(white)
		blue := luma.Add(b.MulHigh(blueB)).ShiftAllRight(6).Max(black).Min(white)
		rg, ba := red.Or(green.ShiftAllLeft(8)), blue.Or(opaque)
		lower, upper := rg.InterleaveLoGrouped(ba), rg.InterleaveHiGrouped(ba) // pixels 0–3, 8–11; 4–7, 12–15
		p := dst[4*i : 4*i+64 : 4*i+64]
		lower.Select128FromPair(0, 2, upper).AsUint16x16().AsUint8x32().StoreSlice(p[:32])
		lower.Select128FromPair(1, 3, upper).AsUint16x16().AsUint8x32().StoreSlice(p[32:])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// doubled and quadrupled move chroma samples to the upper bytes of the 16-bit lanes of the
// pixels that they cover.
var (
	doubled    = [32]int8{-1, 0, -1, 0, -1, 1, -1, 1, -1, 2, -1, 2, -1, 3, -1, 3, -1, 4, -1, 4, -1, 5, -1, 5, -1, 6, -1, 6, -1, 7, -1, 7}
	quadrupled = [32]int8{-1, 0, -1, 0, -1, 0, -1, 0, -1, 1, -1, 1, -1, 1, -1, 1, -1, 2, -1, 2, -1, 2, -1, 2, -1, 3, -1, 3, -1, 3, -1, 3}
)

// chroma16 returns the chroma of pixels i ≤ x < i+16, times 256.
func chroma16(c []byte, i, step int) archsimd.Int16x16 {
	switch step {
	case 1:
		return archsimd.LoadUint8x16Slice(c[i : i+16 : i+16]).ExtendToUint16().ShiftAllLeft(8).AsInt16x16()
	case 2:
		samples := archsimd.BroadcastUint64x4(binary.LittleEndian.Uint64(c[i/2:]))
		return samples.AsUint8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&doubled)).AsInt16x16()
	default:
		samples := archsimd.BroadcastUint32x8(binary.LittleEndian.Uint32(c[i/4:]))
		return samples.AsUint8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&quadrupled)).AsInt16x16()
	}
}

// split returns R and B, and G and A, of 8 pixels.
func split(pixels []byte, evens, down archsimd.Uint16x16) (rb, ga archsimd.Int16x16) {
	v := archsimd.LoadUint8x32Slice(pixels).AsUint16x16()
	return v.And(evens).AsInt16x16(), v.MulHigh(down).AsInt16x16()
}

// pairOf returns factors for VPMADDWD: a for the lower and b for the upper of two lanes.
func pairOf(a, b int16) archsimd.Int16x16 {
	return archsimd.BroadcastInt32x8(int32(b)<<16 | int32(uint16(a))).AsInt16x16()
}

// zip alternates between the lanes of the two halves.
var zip = [8]uint32{0, 4, 1, 5, 2, 6, 3, 7}

func rgbaToYVector(dst, src []byte) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	evens, down := archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	wRB, wGA, half := pairOf(yR, yB), pairOf(yG, 0), archsimd.BroadcastInt32x8(1<<14)
	sort, order := archsimd.LoadInt8x32(&evenOdd), archsimd.LoadUint32x8(&zip)
	n := len(dst) &^ 31
	for i := 0; i < n; i += 32 {
		p := src[4*i : 4*i+128 : 4*i+128]
		rb, ga := split(p[0:32], evens, down)
		a := rb.DotProductPairs(wRB).Add(ga.DotProductPairs(wGA)).Add(half).ShiftAllRight(15)
		rb, ga = split(p[32:64], evens, down)
		b := rb.DotProductPairs(wRB).Add(ga.DotProductPairs(wGA)).Add(half).ShiftAllRight(15)
		rb, ga = split(p[64:96], evens, down)
		c := rb.DotProductPairs(wRB).Add(ga.DotProductPairs(wGA)).Add(half).ShiftAllRight(15)
		rb, ga = split(p[96:128], evens, down)
		d := rb.DotProductPairs(wRB).Add(ga.DotProductPairs(wGA)).Add(half).ShiftAllRight(15)
		// In each 128 bits: four samples of a, four of b, and beside them those of c and d.
		v := a.SaturateToInt16ConcatGrouped(b).Or(c.SaturateToInt16ConcatGrouped(d).ShiftAllLeft(8)).AsUint16x16()
		v.AsUint8x32().PermuteOrZeroGrouped(sort).AsUint32x8().Permute(order).AsUint8x32().StoreSlice(dst[i : i+32 : i+32])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func rgbaToCbCrVector(cb, cr, top, bottom []byte) int {
	n := min(len(cb), len(top)/8) &^ 15
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	offset, white := archsimd.BroadcastInt32x8(chromaOffset), archsimd.BroadcastInt16x16(255)
	bRB, bGA := pairOf(bR, bB), pairOf(bG, 0)
	rRB, rGA := pairOf(rR, rB), pairOf(rG, 0)
	sort := archsimd.LoadInt8x32(&evenOdd)
	for i := 0; i < n; i += 16 {
		t, u := top[8*i:8*i+128:8*i+128], bottom[8*i:8*i+128:8*i+128]
		rb, ga := squares(t[:64], u[:64])
		b0 := rb.DotProductPairs(bRB).Add(ga.DotProductPairs(bGA)).Add(offset).ShiftAllRight(17)
		r0 := rb.DotProductPairs(rRB).Add(ga.DotProductPairs(rGA)).Add(offset).ShiftAllRight(17)
		rb, ga = squares(t[64:], u[64:])
		b1 := rb.DotProductPairs(bRB).Add(ga.DotProductPairs(bGA)).Add(offset).ShiftAllRight(17)
		r1 := rb.DotProductPairs(rRB).Add(ga.DotProductPairs(rGA)).Add(offset).ShiftAllRight(17)
		// The largest is 256, of pure blue or red, and the smallest is 1: black is no limit.
		b, r := b0.SaturateToInt16ConcatGrouped(b1).Min(white), r0.SaturateToInt16ConcatGrouped(r1).Min(white)
		v := b.Or(r.ShiftAllLeft(8)).AsUint16x16().AsUint8x32().PermuteOrZeroGrouped(sort).AsUint16x16()
		v.GetLo().InterleaveLo(v.GetHi()).AsUint8x16().StoreSlice(cb[i : i+16 : i+16])
		v.GetLo().InterleaveHi(v.GetHi()).AsUint8x16().StoreSlice(cr[i : i+16 : i+16])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// squares returns the sums of the 2×2 pixels of two rows of 16, R and B, and G and A: of
// squares 0, 1, 4, 5 and then 2, 3, 6, 7.
func squares(top, bottom []byte) (rb, ga archsimd.Int16x16) {
	evens, down := archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	rb0, ga0 := columns(top[:32], bottom[:32], evens, down)
	rb1, ga1 := columns(top[32:], bottom[32:], evens, down)
	left, right := rb0.SelectFromPairGrouped(0, 2, 4, 6, rb1), rb0.SelectFromPairGrouped(1, 3, 5, 7, rb1)
	rb = left.AsInt16x16().Add(right.AsInt16x16())
	left, right = ga0.SelectFromPairGrouped(0, 2, 4, 6, ga1), ga0.SelectFromPairGrouped(1, 3, 5, 7, ga1)
	return rb, left.AsInt16x16().Add(right.AsInt16x16())
}

// columns returns the sums of 8 pixels of two rows.
func columns(top, bottom []byte, evens, down archsimd.Uint16x16) (rb, ga archsimd.Int32x8) {
	rb0, ga0 := split(top, evens, down)
	rb1, ga1 := split(bottom, evens, down)
	return rb0.Add(rb1).AsInt32x8(), ga0.Add(ga1).AsInt32x8()
}
