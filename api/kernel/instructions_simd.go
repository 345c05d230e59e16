//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// Instructions returns the widest vector instructions that the kernels use on this processor,
// or "".
func Instructions() string {
	switch {
	case archsimd.X86.AVX512VBMI() && archsimd.X86.AVX2():
		return "AVX-512 VBMI"
	case archsimd.X86.AVX2():
		return "AVX2"
	}
	return ""
}
