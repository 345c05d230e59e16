// Package frame is one picture in flight: the Y'CbCr planes as JPEG stores them,
// and NRGBA only when a filter asks for it.
package frame

import (
	"iter"

	"framepost/api/kernel"
)

// MaxSide is the longest side, in px, that a JPEG can state (ITU-T T.81 B.2.2: 16 bits).
const MaxSide = 65535

// Plane is the kernels' plane, under the name by which those who only handle frames know it.
type Plane = kernel.Plane

// Component is a plane of a frame and the size of what one of its samples covers:
// StepX×StepY px of the frame.
type Component struct {
	Plane
	StepX, StepY int
}

// Components iterates over the frame's planes in the order of Planes: Y, Cb, Cr, or Y alone.
// Those of a frame that is Reduced cover as many more px.
func (f *Frame) Components() iter.Seq2[int, Component] {
	return func(yield func(int, Component) bool) {
		for i := range f.Planes() {
			if !yield(i, f.component(i)) {
				return
			}
		}
	}
}

func (f *Frame) component(i int) Component {
	c := Component{f.planes[i], 1, 1}
	if i > 0 {
		c.StepX, c.StepY = f.sampling.Step()
	}
	if f.reduced > 1 {
		c.StepX, c.StepY = c.StepX*f.reduced, c.StepY*f.reduced
	}
	return c
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
