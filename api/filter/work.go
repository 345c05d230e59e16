package filter

import (
	"context"
	"image"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Work is how an operation does its work: a Move, Tone, Planes, Aim, Warp, NRGBA or Foreign, from the
// cheapest to the most expensive, or a ByArgs that chooses one of them. Consecutive Moves in a chain become one
// pass over the picture, and so do consecutive Tones; consecutive NRGBAs convert the picture once.
type Work interface{ work() }

// Move returns how to crop, turn and resize a w×h picture (px).
type Move func(a Args, w, h int) frame.Geometry

// Tone sets the tables of an operation whose result at a sample depends only on that sample. The
// tables that it gets change nothing.
type Tone func(a Args, t *Tables)

// Planes changes the Y'CbCr planes, in place or by f.Become. It must keep the size. The planes
// carry the context of the work: the functions of package kernel that take planes ask it, and so
// do loops over rows, by Plane.Ended. What they leave unfinished then is not looked at.
type Planes func(a Args, f *frame.Frame)

// Aim moves pixels as a Move does, but looks at them first. Look returns the geometry; the one that
// Move returns has the same size.
type Aim struct {
	Move Move
	Look func(a Args, f *frame.Frame) frame.Geometry
}

// Warp makes a picture of another size. Size returns the new size of a w×h picture, which the chain
// checks against its limit. Draw returns a new w×h frame that shows src; its Faces and Boxes are those
// of src at their new places. src still belongs to the caller. Back returns the map of places in the
// result to those in a w×h px picture; it is nil where no affine map does that.
type Warp struct {
	Size func(a Args, w, h int) (int, int)
	Draw func(a Args, src *frame.Frame, w, h int) *frame.Frame
	Back func(a Args, w, h int) wire.Affine
}

// NRGBA changes opaque pixels. It returns img, or another picture of the same size. It asks ctx
// every few rows, and stops when that has ended.
type NRGBA func(ctx context.Context, a Args, img *image.NRGBA) *image.NRGBA

// ByArgs chooses the work by the arguments: a rotation by 90° is a Move, one by 10° a Warp.
type ByArgs func(a Args) Work

func (Move) work()    {}
func (Tone) work()    {}
func (Planes) work()  {}
func (Aim) work()     {}
func (Warp) work()    {}
func (NRGBA) work()   {}
func (Foreign) work() {}
func (ByArgs) work()  {}
