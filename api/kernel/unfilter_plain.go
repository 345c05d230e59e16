//go:build !goexperiment.simd || !amd64

package kernel

func unfilterVector(byte, []byte, []byte, []byte, int) int { return 0 }
func addPairsVector([]uint16, []byte) int                  { return 0 }
func rgbToRGBAVector(_, _ []byte) int                      { return 0 }
