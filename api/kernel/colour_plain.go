//go:build !goexperiment.simd || !amd64

package kernel

func ycbcrToRGBAVector(_, _, _, _ []byte, _ int) int { return 0 }
func rgbaToYVector(_, _ []byte) int                  { return 0 }
func rgbaToCbCrVector(_, _, _, _ []byte) int         { return 0 }
