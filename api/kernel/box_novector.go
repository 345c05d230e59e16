//go:build !goexperiment.simd || !amd64

package kernel

func slideVector([]uint16, []byte, []byte) int { return 0 }
