//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// addPairsVector does AddPairs for as many whole vectors as there are, and returns the number
// of sums done.
func addPairsVector(sums []uint16, row []byte) int {
	n := min(len(sums), len(row)/2) &^ 15
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	both := archsimd.BroadcastInt8x32(1)
	for i := 0; i < n; i += 16 {
		pairs := load32(row[2*i : 2*i+32]).DotProductPairsSaturated(both).AsUint16x16()
		archsimd.LoadUint16x16Slice(sums[i : i+16]).Add(pairs).StoreSlice(sums[i : i+16])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// spread brings four pixels of 3 bytes to 4 bytes each.
var spread = [16]int8{0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1}

// rgbToRGBAVector does RGBToRGBA for as many pixels as can be loaded 16 bytes at a time, and
// returns their number.
func rgbToRGBAVector(dst, src []byte) int {
	if len(src) < 16 || !archsimd.X86.AVX2() {
		return 0
	}
	order, opaque := archsimd.LoadInt8x16(&spread), archsimd.BroadcastUint32x4(0xFF000000).AsUint8x16()
	i := 0
	for ; 3*i+16 <= len(src); i += 4 {
		archsimd.LoadUint8x16Slice(src[3*i : 3*i+16]).PermuteOrZero(order).Or(opaque).StoreSlice(dst[4*i : 4*i+16])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

// gather brings four pixels of 4 bytes to 3 bytes each.
var gather = [16]int8{0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1}

// rgbaToRGBVector does RGBAToRGB for as many pixels as can be stored 16 bytes at a time, and
// returns their number. A step stores 4 bytes too many; the next one overwrites them.
func rgbaToRGBVector(dst, src []byte) int {
	if len(dst) < 16 || !archsimd.X86.AVX2() {
		return 0
	}
	order := archsimd.LoadInt8x16(&gather)
	i := 0
	for ; 3*i+16 <= len(dst) && 4*i+16 <= len(src); i += 4 {
		archsimd.LoadUint8x16Slice(src[4*i : 4*i+16]).PermuteOrZero(order).StoreSlice(dst[3*i : 3*i+16])
	}
	archsimd.ClearAVXUpperBits()
	return i
}
