// Package frame holds a picture on its way through the pipeline: as Y'CbCr planes, as JPEG
// stores it, and as NRGBA only if a filter asks for pixels. It crops, turns and resizes.
package frame

import (
	"iter"

	"framepost/api/kernel"
)

// MaxSide is the longest side, in px, that a JPEG can have (ITU-T T.81 B.2.2: 16 bits).
const MaxSide = 65535

// Plane is kernel.Plane, so that code which only handles frames need not import kernel.
type Plane = kernel.Plane

// Component is a plane of a frame. Each of its samples covers StepX×StepY px of the frame.
type Component struct {
	Plane
	StepX, StepY int
}

// Components returns an iterator over the frame's planes and their indexes, in the order of
// Planes.
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

// Sampling is the chroma subsampling: how many luma samples a chroma sample covers, as
// width×height.
type Sampling uint8

// The samplings that a frame can have. JPEG allows more, which the decoder converts.
const (
	Gray   Sampling = iota // no chroma
	YUV444                 // 1×1
	YUV422                 // 2×1
	YUV440                 // 1×2
	YUV420                 // 2×2
	YUV411                 // 4×1
	YUV410                 // 4×2
)

var steps = [...][2]int{Gray: {0, 0}, YUV444: {1, 1}, YUV422: {2, 1}, YUV440: {1, 2}, YUV420: {2, 2}, YUV411: {4, 1}, YUV410: {4, 2}}

// Step returns the width and height, in luma samples, of what one chroma sample covers;
// 0, 0 for Gray.
func (s Sampling) Step() (x, y int) { return steps[s][0], steps[s][1] }

// ChromaSize returns the size of a chroma plane beside a w×h luma plane, rounded up (T.81
// A.1.1); 0, 0 for Gray.
func (s Sampling) ChromaSize(w, h int) (cw, ch int) {
	x, y := s.Step()
	if x == 0 {
		return 0, 0
	}
	return (w + x - 1) / x, (h + y - 1) / y
}
