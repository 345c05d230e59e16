// Package frame is one picture in flight: the Y'CbCr planes as JPEG stores them,
// and NRGBA only when a filter asks for it.
package frame

// MaxSide is the longest side, in px, that a JPEG can state (ITU-T T.81 B.2.2: 16 bits).
const MaxSide = 65535

// Plane is one component: W×H samples of 0–255, row y at Pix[y*Stride:]. Stride is
// at least W; a plane that is a window into a larger one has Stride > W.
type Plane struct {
	Pix    []byte
	Stride int
	W, H   int
}

// Row is row y, W samples long.
func (p Plane) Row(y int) []byte {
	i := y * p.Stride
	return p.Pix[i : i+p.W : i+p.W]
}

// Sampling is the chroma subsampling: how many luma samples share a chroma sample.
type Sampling uint8

// The samplings that a frame can have. JPEG allows more; the decoder turns those
// into YUV444.
const (
	Gray   Sampling = iota // no chroma
	YUV444                 // every sample
	YUV422                 // 2×1
	YUV440                 // 1×2
	YUV420                 // 2×2
	YUV411                 // 4×1
	YUV410                 // 4×2
)

var steps = [...][2]int{Gray: {0, 0}, YUV444: {1, 1}, YUV422: {2, 1}, YUV440: {1, 2}, YUV420: {2, 2}, YUV411: {4, 1}, YUV410: {4, 2}}

// Step is the width and height, in luma samples, of what one chroma sample covers;
// 0, 0 for Gray.
func (s Sampling) Step() (x, y int) { return steps[s][0], steps[s][1] }

// ChromaSize is the size of a chroma plane beside a w×h luma plane: rounded up, as
// T.81 A.1.1 has it.
func (s Sampling) ChromaSize(w, h int) (cw, ch int) {
	x, y := s.Step()
	if x == 0 {
		return 0, 0
	}
	return (w + x - 1) / x, (h + y - 1) / y
}
