//go:build !goexperiment.simd || !amd64

package kernel

// Instructions returns the widest vector instructions that the kernels use on this processor,
// or "".
func Instructions() string { return "" }
