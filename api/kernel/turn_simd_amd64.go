//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// transposeVector returns how many rows of src it has done.
func transposeVector(dst []byte, dstStride int, src []byte, srcStride, w, h int) int {
	if w < 16 || h < 16 || !archsimd.X86.AVX2() {
		return 0
	}
	for y := 0; y < h; y += 16 {
		y := min(y, h-16)
		for x := 0; x < w; x += 16 {
			x := min(x, w-16)
			transpose16x16(dst[x*dstStride+y:], dstStride, src[y*srcStride+x:], srcStride)
		}
	}
	archsimd.ClearAVXUpperBits()
	return h
}

var (
	// square makes columns of the rows of a 4×4 tile.
	square = [32]int8{0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15}
	// unzip moves the low halves of both 128 bits to the lower 128, and the high halves to
	// the upper.
	unzip = [8]uint32{0, 1, 4, 5, 2, 3, 6, 7}
)

// transpose16x16 has row y of the tile in the lower 128 bits of a vector and row y+8
// in the upper.
func transpose16x16(dst []byte, dstStride int, src []byte, srcStride int) {
	load := func(y int) archsimd.Uint32x8 {
		lower, upper := src[y*srcStride:], src[(y+8)*srcStride:]
		return windows((*[16]byte)(lower), (*[16]byte)(upper)).AsUint32x8()
	}
	a0, a4, a8, a12 := tiles4x4(load(0), load(1), load(2), load(3)) // rows 0–3 of columns 0, 4, 8 and 12 on
	b0, b4, b8, b12 := tiles4x4(load(4), load(5), load(6), load(7))

	order := archsimd.LoadUint32x8(&unzip)
	store := func(x int, columns archsimd.Uint32x8) {
		v := columns.Permute(order).AsUint8x32()
		v.GetLo().Store((*[16]byte)(dst[x*dstStride:]))
		v.GetHi().Store((*[16]byte)(dst[(x+1)*dstStride:]))
	}
	store(0, a0.InterleaveLoGrouped(b0))
	store(2, a0.InterleaveHiGrouped(b0))
	store(4, a4.InterleaveLoGrouped(b4))
	store(6, a4.InterleaveHiGrouped(b4))
	store(8, a8.InterleaveLoGrouped(b8))
	store(10, a8.InterleaveHiGrouped(b8))
	store(12, a12.InterleaveLoGrouped(b12))
	store(14, a12.InterleaveHiGrouped(b12))
}

// tiles4x4 returns the 4×4 tiles of four rows, each as columns.
func tiles4x4(a, b, c, d archsimd.Uint32x8) (t0, t1, t2, t3 archsimd.Uint32x8) {
	columns := archsimd.LoadInt8x32(&square)
	ab, cd := a.InterleaveLoGrouped(b).AsUint64x4(), c.InterleaveLoGrouped(d).AsUint64x4()
	t0 = ab.InterleaveLoGrouped(cd).AsUint8x32().PermuteOrZeroGrouped(columns).AsUint32x8()
	t1 = ab.InterleaveHiGrouped(cd).AsUint8x32().PermuteOrZeroGrouped(columns).AsUint32x8()
	ab, cd = a.InterleaveHiGrouped(b).AsUint64x4(), c.InterleaveHiGrouped(d).AsUint64x4()
	t2 = ab.InterleaveLoGrouped(cd).AsUint8x32().PermuteOrZeroGrouped(columns).AsUint32x8()
	t3 = ab.InterleaveHiGrouped(cd).AsUint8x32().PermuteOrZeroGrouped(columns).AsUint32x8()
	return t0, t1, t2, t3
}

var backwards = [32]int8{15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}

func reverseVector(dst, src []byte) int {
	if len(src) < 32 || !archsimd.X86.AVX2() {
		return 0
	}
	order := archsimd.LoadInt8x32(&backwards)
	last := len(src) - 32
	for i := 0; ; i = min(i+32, last) {
		v := archsimd.LoadUint8x32Slice(src[i : i+32 : i+32]).PermuteOrZeroGrouped(order)
		j := last - i
		v.Select128FromPair(1, 0, v).StoreSlice(dst[j : j+32 : j+32])
		if i == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(src)
}
