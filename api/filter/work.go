package filter

import (
	"image"

	"framepost/api/frame"
)

// Work is how an operation works: a Move, Tone, Planes, Warp or NRGBA, from the cheapest to
// the dearest, or a ByArgs that picks one of them. Moves that follow one another in a chain
// become one pass over the picture, and so do Tones; NRGBAs that follow one another convert
// the picture once.
type Work interface{ work() }

// Move returns how a w×h picture, in px, is cropped, turned and resized.
type Move func(a Args, w, h int) frame.Geometry

// Tone fills in the tables of an operation whose result at a sample depends on that sample
// alone. It gets tables that leave everything as it is.
type Tone func(a Args, t *Tables)

// Planes works on the Y'CbCr planes, in place or by f.Become. The size must stay.
type Planes func(a Args, f *frame.Frame)

// Warp makes a picture of another size. Size returns the new size of a w×h picture, which
// the chain checks against its limit. Draw then returns a new w×h frame that shows src, and
// in its Faces where those of src are now; src stays the caller's.
type Warp struct {
	Size func(a Args, w, h int) (int, int)
	Draw func(a Args, src *frame.Frame, w, h int) *frame.Frame
}

// NRGBA works on opaque pixels. It returns img, or another picture of the same size.
type NRGBA func(a Args, img *image.NRGBA) *image.NRGBA

// ByArgs picks the work by the arguments: a rotation by 90° is a Move, one by 10° a Warp.
type ByArgs func(a Args) Work

func (Move) work()   {}
func (Tone) work()   {}
func (Planes) work() {}
func (Warp) work()   {}
func (NRGBA) work()  {}
func (ByArgs) work() {}
