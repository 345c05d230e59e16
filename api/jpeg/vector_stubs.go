//go:build !goexperiment.simd || !amd64

package jpeg

// As in package kernel, a vector version returns how much it has done, which is nothing here,
// and the plain one does the rest.

func transformVector(*quantiser, *coefficients, []uint8, []byte, int) int { return 0 }
func nextMarkerVector([]byte) (int, bool)                                 { return 0, false }
func idctVectors() [9]idct                                                { return [9]idct{} }
