package filter

import (
	"image"

	"framepost/api/frame"
)

// Work is how an operation does what it does: a Move, Tone, Planes, Warp or NRGBA,
// from the cheapest to the dearest, or a ByArgs that picks one of them. Neighbours in
// a chain that are Moves become one pass over the picture; so do neighbours that are
// Tones; and a run of NRGBAs converts the picture once.
type Work interface{ work() }

// Move says how a w×h picture is cropped, turned and resized.
type Move func(a Args, w, h int) frame.Geometry

// Tone changes tables that leave everything as it is into the tables of an operation
// whose result at a sample depends on that sample alone.
type Tone func(a Args, t *Tables)

// Planes works on the Y'CbCr planes, in place or by f.Become. The size stays.
type Planes func(a Args, f *frame.Frame)

// Warp makes a picture of another size. Size gives the size for a w×h picture, which
// the chain checks against its limit before Draw makes the picture from src, and moves
// its Faces along. Draw leaves src to its caller.
type Warp struct {
	Size func(a Args, w, h int) (int, int)
	Draw func(a Args, src *frame.Frame, w, h int) *frame.Frame
}

// NRGBA works on opaque pixels, in place or giving the picture that takes their place.
// The size stays.
type NRGBA func(a Args, img *image.NRGBA) *image.NRGBA

// ByArgs picks the way when the arguments are known: a rotation by 90° is a Move, one
// by 10° is not.
type ByArgs func(a Args) Work

func (Move) work()   {}
func (Tone) work()   {}
func (Planes) work() {}
func (Warp) work()   {}
func (NRGBA) work()  {}
func (ByArgs) work() {}
