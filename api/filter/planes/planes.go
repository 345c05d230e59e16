package planes

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

// Each calls do for each plane of f with how many px one of its samples is wide and
// high, so that chroma is treated at its own scale.
func Each(f *frame.Frame, do func(p kernel.Plane, stepX, stepY float64)) {
	for i, p := range f.Planes() {
		x, y := 1, 1
		if i > 0 {
			x, y = f.Sampling().Step()
		}
		do(kernel.Plane(p), float64(x), float64(y))
	}
}

// Luma is the plane of light.
func Luma(f *frame.Frame) kernel.Plane { return kernel.Plane(f.Planes()[0]) }
