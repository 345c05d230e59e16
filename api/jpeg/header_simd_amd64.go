//go:build goexperiment.simd

package jpeg

import (
	"math/bits"
	"simd/archsimd"
)

// nextMarkerVector returns how many bytes it has searched, and whether a marker follows them.
// It compares 32 bytes with the 32 bytes one further on.
func nextMarkerVector(data []byte) (done int, ok bool) {
	if !archsimd.X86.AVX2() {
		return 0, false
	}
	ff, first := archsimd.BroadcastUint8x32(0xFF), archsimd.BroadcastUint8x32(markerFirst)
	rst, family := archsimd.BroadcastUint8x32(markerRST0), archsimd.BroadcastUint8x32(0xF8)
	i := 0
	for ; i+33 <= len(data); i += 32 {
		found := archsimd.LoadUint8x32((*[32]byte)(data[i:])).Equal(ff).ToBits()
		if found == 0 {
			continue
		}
		next := archsimd.LoadUint8x32((*[32]byte)(data[i+1:]))
		none := next.Equal(ff).Or(next.And(family).Equal(rst)).ToBits()
		if found &= next.And(first).Equal(first).ToBits() &^ none; found != 0 { // the byte has both bits of markerFirst
			archsimd.ClearAVXUpperBits()
			return i + bits.TrailingZeros32(found), true
		}
	}
	archsimd.ClearAVXUpperBits()
	return i, false
}
