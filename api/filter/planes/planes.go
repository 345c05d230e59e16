// Package planes holds helpers that several operations on Y'CbCr planes share.
package planes

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

// Luma returns the luma plane.
func Luma(f *frame.Frame) kernel.Plane { return f.Planes()[0] }
