//go:build !goexperiment.simd || !amd64

package kernel

type lanes struct{}

func newLanes(*weights) lanes { return lanes{} }

func acrossVector(_, _ []byte, _ *weights) bool          { return false }
func mix2Vector(_, _, _ []byte, _ uint16) bool           { return false }
func mix3Vector(_, _, _, _ []byte, _, _ uint16) bool     { return false }
func mixLongVector(_ []byte, _ [][]byte, _ []int16) bool { return false }
