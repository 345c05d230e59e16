//go:build !goexperiment.simd || !amd64

package kernel

func mapVariants() map[string]func([]byte, *[256]byte) int {
	return map[string]func([]byte, *[256]byte) int{"chosen": mapVector}
}
