//go:build !goexperiment.simd || !amd64

package kernel

func rgbaToCbCrVector(_, _, _, _ []byte) int                       { return 0 }
func rgbaToYVector(_, _ []byte) int                                { return 0 }
func ycbcrToRGBAVector(_, _, _, _ []byte, _ int) int               { return 0 }
func mapVector([]byte, *[256]byte) int                             { return 0 }
func reverseVector(_, _ []byte) int                                { return 0 }
func transposeVector([]byte, int, []byte, int, int, int) int       { return 0 }
func acrossVector(_, _ []byte, _ *weights) int                     { return 0 }
func mix2Vector(_, _, _ []byte, _ uint16) int                      { return 0 }
func mix3Vector(_, _, _, _ []byte, _, _ uint16) int                { return 0 }
func mixLongVector([]byte, [][]byte, []int16) int                  { return 0 }
func weighVector([]byte, []weighted) int                           { return 0 }
func slideVector([]uint16, []byte, []byte) int                     { return 0 }
func unsharpVector(_, _, _ []byte, _ unsharpGain) int              { return 0 }
func mixLayersVector([]float32, [4][]float32, [4]float32) int      { return 0 }
func splitPointsVector([]float32, []uint64) int                    { return 0 }
func weigh121Vector(_, _ []uint64, _ int) int                      { return 0 }
func sobelVector([]byte, [][]byte) int                             { return 0 }
func (Matrix) rowVector([]byte, [][]byte) int                      { return 0 }
func (*gradients) measureVector(_, _, _ []byte) int                { return 0 }
func (*gradients) thinVector(_ []byte, _, _ []int16, _, _ int) int { return 0 }
func median3Vector([]byte, [][]byte) int                           { return 0 }
func median5Vector(_, _ Plane) int                                 { return 0 }
func mediansVector([]byte, []tally, int) int                       { return 0 }
func unfilterVector(byte, []byte, []byte, []byte, int) int         { return 0 }
func filterRowVector(byte, []byte, []byte, []byte, int) (int, int) { return 0, 0 }
func addPairsVector([]uint16, []byte) int                          { return 0 }
func laplaciansVector(_, _, _ []byte) (int, int64, int64)          { return 0, 0, 0 }
func rgbaToRGBVector(_, _ []byte) int                              { return 0 }
func rgbToRGBAVector(_, _ []byte) int                              { return 0 }

// lanes are empty here: only vector kernels need them.
type lanes struct{}

func newLanes(*weights) lanes { return lanes{} }
