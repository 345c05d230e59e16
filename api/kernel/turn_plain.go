//go:build !goexperiment.simd || !amd64

package kernel

func transposeVector([]byte, int, []byte, int, int, int) bool { return false }
func reverseVector(_, _ []byte) bool                          { return false }
