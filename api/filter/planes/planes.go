// Package planes holds what operations on Y'CbCr planes share.
package planes

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

// Luma returns the plane of light.
func Luma(f *frame.Frame) kernel.Plane { return f.Planes()[0] }
