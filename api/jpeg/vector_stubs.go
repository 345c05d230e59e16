//go:build !goexperiment.simd || !amd64

package jpeg

// As in package kernel, a vector version returns how much it has done. These stubs have done
// nothing, so the plain versions do everything.

func transformVector(*quantiser, *coefficients, []uint8, []byte, int) int { return 0 }
func nextMarkerVector([]byte) (int, bool)                                 { return 0, false }
func idctVectors() [9]idct                                                { return [9]idct{} }

type tokenParts struct{}

func (*tokenParts) appendVector(*tokens, *coefficients, int, []byte) int { return 0 }
