//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// Mixing multiplies 16-bit lanes, the even samples in one vector and the odd in another, as
// the plain versions do within a word. The upper 16 bits of a product with 256 are a shift
// down by 8 in one instruction; for a logical shift the compiler (1.26) would load the count
// into a register each time. The 512-bit versions need VBMI: processors that lower their
// clock much for 512-bit code do not have it.

func mix2Vector(dst, a, b []byte, w1 uint16) int {
	switch {
	case len(dst) >= 64 && archsimd.X86.AVX512VBMI():
		mix2AVX512(dst, a, b, w1)
	case len(dst) >= 32 && archsimd.X86.AVX2():
		mix2AVX2(dst, a, b, w1)
	default:
		return 0
	}
	return len(dst)
}

func mix3Vector(dst, a, b, c []byte, w1, w2 uint16) int {
	switch {
	case len(dst) >= 64 && archsimd.X86.AVX512VBMI():
		mix3AVX512(dst, a, b, c, w1, w2)
	case len(dst) >= 32 && archsimd.X86.AVX2():
		mix3AVX2(dst, a, b, c, w1, w2)
	default:
		return 0
	}
	return len(dst)
}

func mix2AVX2(dst, a, b []byte, w1 uint16) {
	wa, wb := archsimd.BroadcastUint16x16(256-w1), archsimd.BroadcastUint16x16(w1)
	half, evens, down := archsimd.BroadcastUint16x16(128), archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	last := len(dst) - 32
	for i := 0; ; i = min(i+32, last) {
		va := archsimd.LoadUint8x32Slice(a[i : i+32 : i+32]).AsUint16x16()
		vb := archsimd.LoadUint8x32Slice(b[i : i+32 : i+32]).AsUint16x16()
		even := va.And(evens).Mul(wa).Add(vb.And(evens).Mul(wb)).Add(half)
		odd := va.MulHigh(down).Mul(wa).Add(vb.MulHigh(down).Mul(wb)).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x32().StoreSlice(dst[i : i+32 : i+32])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

func mix2AVX512(dst, a, b []byte, w1 uint16) {
	wa, wb := archsimd.BroadcastUint16x32(256-w1), archsimd.BroadcastUint16x32(w1)
	half, evens, down := archsimd.BroadcastUint16x32(128), archsimd.BroadcastUint16x32(255), archsimd.BroadcastUint16x32(256)
	last := len(dst) - 64
	for i := 0; ; i = min(i+64, last) {
		va := archsimd.LoadUint8x64Slice(a[i : i+64 : i+64]).AsUint16x32()
		vb := archsimd.LoadUint8x64Slice(b[i : i+64 : i+64]).AsUint16x32()
		even := va.And(evens).Mul(wa).Add(vb.And(evens).Mul(wb)).Add(half)
		odd := va.MulHigh(down).Mul(wa).Add(vb.MulHigh(down).Mul(wb)).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x64().StoreSlice(dst[i : i+64 : i+64])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

func mix3AVX2(dst, a, b, c []byte, w1, w2 uint16) {
	wa, wb, wc := archsimd.BroadcastUint16x16(256-w1-w2), archsimd.BroadcastUint16x16(w1), archsimd.BroadcastUint16x16(w2)
	half, evens, down := archsimd.BroadcastUint16x16(128), archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	last := len(dst) - 32
	for i := 0; ; i = min(i+32, last) {
		va := archsimd.LoadUint8x32Slice(a[i : i+32 : i+32]).AsUint16x16()
		vb := archsimd.LoadUint8x32Slice(b[i : i+32 : i+32]).AsUint16x16()
		vc := archsimd.LoadUint8x32Slice(c[i : i+32 : i+32]).AsUint16x16()
		even := va.And(evens).Mul(wa).Add(vb.And(evens).Mul(wb)).Add(vc.And(evens).Mul(wc)).Add(half)
		odd := va.MulHigh(down).Mul(wa).Add(vb.MulHigh(down).Mul(wb)).Add(vc.MulHigh(down).Mul(wc)).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x32().StoreSlice(dst[i : i+32 : i+32])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

func mix3AVX512(dst, a, b, c []byte, w1, w2 uint16) {
	wa, wb, wc := archsimd.BroadcastUint16x32(256-w1-w2), archsimd.BroadcastUint16x32(w1), archsimd.BroadcastUint16x32(w2)
	half, evens, down := archsimd.BroadcastUint16x32(128), archsimd.BroadcastUint16x32(255), archsimd.BroadcastUint16x32(256)
	last := len(dst) - 64
	for i := 0; ; i = min(i+64, last) {
		va := archsimd.LoadUint8x64Slice(a[i : i+64 : i+64]).AsUint16x32()
		vb := archsimd.LoadUint8x64Slice(b[i : i+64 : i+64]).AsUint16x32()
		vc := archsimd.LoadUint8x64Slice(c[i : i+64 : i+64]).AsUint16x32()
		even := va.And(evens).Mul(wa).Add(vb.And(evens).Mul(wb)).Add(vc.And(evens).Mul(wc)).Add(half)
		odd := va.MulHigh(down).Mul(wa).Add(vb.MulHigh(down).Mul(wb)).Add(vc.MulHigh(down).Mul(wc)).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x64().StoreSlice(dst[i : i+64 : i+64])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

// mixLongVector takes the rows in pairs, interleaved for VPMADDWD. Interleaving changes the
// order within 128 bits, and packing the sums restores it.
func mixLongVector(dst []byte, rows [][]byte, weight []int16) int {
	if len(dst) < 32 || !archsimd.X86.AVX2() {
		return 0
	}
	half, evens, down := archsimd.BroadcastInt32x8(1<<(longBits-1)), archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	black, white := archsimd.Int16x16{}, evens.AsInt16x16()
	last := len(dst) - 32
	for i := 0; ; i = min(i+32, last) {
		even0, even1, odd0, odd1 := half, half, half, half
		for k := 0; k < len(weight); k += 2 {
			row, pair := rows[k], uint32(uint16(weight[k]))
			a := archsimd.LoadUint8x32Slice(row[i : i+32 : i+32]).AsUint16x16()
			if k+1 < len(weight) {
				row, pair = rows[k+1], pair|uint32(uint16(weight[k+1]))<<16
			}
			b := archsimd.LoadUint8x32Slice(row[i : i+32 : i+32]).AsUint16x16()
			w := archsimd.BroadcastUint32x8(pair).AsInt16x16()
			ae, be := a.And(evens).AsInt16x16(), b.And(evens).AsInt16x16()
			ao, bo := a.MulHigh(down).AsInt16x16(), b.MulHigh(down).AsInt16x16()
			even0 = even0.Add(ae.InterleaveLoGrouped(be).DotProductPairs(w))
			even1 = even1.Add(ae.InterleaveHiGrouped(be).DotProductPairs(w))
			odd0 = odd0.Add(ao.InterleaveLoGrouped(bo).DotProductPairs(w))
			odd1 = odd1.Add(ao.InterleaveHiGrouped(bo).DotProductPairs(w))
		}
		even := even0.ShiftAllRight(longBits).SaturateToInt16ConcatGrouped(even1.ShiftAllRight(longBits))
		odd := odd0.ShiftAllRight(longBits).SaturateToInt16ConcatGrouped(odd1.ShiftAllRight(longBits))
		even, odd = even.Max(black).Min(white), odd.Max(black).Min(white)
		even.Or(odd.ShiftAllLeft(8)).AsUint16x16().AsUint8x32().StoreSlice(dst[i : i+32 : i+32])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(dst)
}
