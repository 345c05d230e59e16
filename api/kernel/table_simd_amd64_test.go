//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// mapVariants are the vector versions of Map that this processor can run.
func mapVariants() map[string]func([]byte, *[256]byte) int {
	variants := map[string]func([]byte, *[256]byte) int{"chosen": mapVector}
	if archsimd.X86.AVX2() {
		variants["AVX2"] = mapAVX2
	}
	if archsimd.X86.AVX512VBMI() {
		variants["VBMI"] = mapVBMI
	}
	return variants
}
