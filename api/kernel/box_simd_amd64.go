//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func slideVector(columns []uint16, enters, leaves []byte) int {
	n := len(columns) &^ 15
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	enters, leaves = enters[:n], leaves[:n]
	for x := 0; x < n; x += 16 {
		c := columns[x : x+16]
		sum := archsimd.LoadUint16x16Slice(c).
			Add(archsimd.LoadUint8x16Slice(enters[x:]).ExtendToUint16()).
			Sub(archsimd.LoadUint8x16Slice(leaves[x:]).ExtendToUint16())
		sum.StoreSlice(c)
	}
	archsimd.ClearAVXUpperBits()
	return n
}
