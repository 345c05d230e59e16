//go:build !goexperiment.simd || !amd64

package kernel

// The vector versions do as much of a row as comes in whole vectors and tell how much
// that is, or tell whether they have done all of it: here, nothing.

func mixLayersVector([]float32, [4][]float32, [4]float32) int { return 0 }
func slideVector([]uint16, []byte, []byte) int                { return 0 }
func splitPointsVector([]float32, []uint64) int               { return 0 }
func unsharpVector(_, _, _ []byte, _ unsharpGain) int         { return 0 }
func weigh121Vector(_, _ []uint64, _ int) int                 { return 0 }

func median3Vector([]byte, [][]byte) bool     { return false }
func mediansVector([]byte, []tally, int) bool { return false }
func sobelVector([]byte, [][]byte) bool       { return false }
func weighVector([]byte, []weighted) bool     { return false }

func (Matrix) vector([]byte, [][]byte) bool                         { return false }
func (*gradients) measureVector(_, _, _ []byte) bool                { return false }
func (*gradients) thinVector(_ []byte, _, _ []int16, _, _ int) bool { return false }

func median5Fits(int) bool                         { return false }
func median5Vector(_ []byte, _ [][]byte, _ []byte) {}
