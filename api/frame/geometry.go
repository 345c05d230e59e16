package frame

import (
	"image"

	"framepost/api/kernel"
	"framepost/api/wire"
)

// Turn is one of the eight symmetries of a rectangle. Transpose, if set, is done before the
// flips.
type Turn uint8

// The parts of a Turn, and the rotations that they form.
const (
	Upright   Turn = 0
	Transpose Turn = 1 // exchange x and y
	FlipX     Turn = 2 // exchange left and right
	FlipY     Turn = 4 // exchange top and bottom

	Rotate90  = Transpose | FlipX // clockwise
	Rotate180 = FlipX | FlipY
	Rotate270 = Transpose | FlipY // clockwise
)

// orientations are the turns that show a picture upright, by the value of its EXIF
// tag Orientation (EXIF 2.32, tag 0x0112).
var orientations = [...]Turn{1: Upright, 2: FlipX, 3: Rotate180, 4: FlipY, 5: Transpose, 6: Rotate90,
	7: Transpose | FlipX | FlipY, 8: Rotate270}

// Oriented returns the turn that shows a picture with this EXIF Orientation upright. For
// values other than 1 to 8, which EXIF does not define, that is Upright.
func Oriented(orientation int) Turn {
	if orientation < 1 || orientation >= len(orientations) {
		return Upright
	}
	return orientations[orientation]
}

// Then returns the turn that does t and then u. If u transposes, that moves before the flips
// of t, and exchanges their axes.
func (t Turn) Then(u Turn) Turn {
	if u&Transpose != 0 {
		swapped := t&Transpose ^ Transpose
		if t&FlipX != 0 {
			swapped |= FlipY
		}
		if t&FlipY != 0 {
			swapped |= FlipX
		}
		t = swapped
	}
	return t ^ u&^Transpose
}

// size returns the size of a w×h picture after the turn.
func (t Turn) size(w, h int) (int, int) {
	if t&Transpose != 0 {
		return h, w
	}
	return w, h
}

// Geometry is a crop, then a turn, then a resize. A sequence of these operations can be
// composed to one, which takes a single pass over the picture.
type Geometry struct {
	Crop    image.Rectangle // the part of the source that is used, px
	Turn    Turn
	W, H    int // the result, px
	Scaling kernel.Scaling
}

// Keep returns the geometry that leaves a w×h picture as it is.
func Keep(w, h int) Geometry {
	return Geometry{Crop: image.Rect(0, 0, w, h), W: w, H: h}
}

// Turned returns the geometry that only turns a w×h picture.
func Turned(w, h int, t Turn) Geometry {
	g := Keep(w, h)
	g.Turn = t
	g.W, g.H = t.size(w, h)
	return g
}

// Cropped returns the geometry that keeps only the part r of a picture, in px.
func Cropped(r image.Rectangle) Geometry {
	return Geometry{Crop: r, W: r.Dx(), H: r.Dy()}
}

// Resized returns the geometry that scales a w×h picture to toW×toH.
func Resized(w, h, toW, toH int, s kernel.Scaling) Geometry {
	return Geometry{Crop: image.Rect(0, 0, w, h), W: toW, H: toH, Scaling: s}
}

// To returns g with a result of w×h px.
func (g Geometry) To(w, h int) Geometry {
	g.W, g.H = w, h
	return g
}

// scales reports whether g resizes.
func (g Geometry) scales() bool {
	w, h := g.Turn.size(g.Crop.Dx(), g.Crop.Dy())
	return w != g.W || h != g.H
}

// crops reports whether g leaves out a part of a w×h picture.
func (g Geometry) crops(w, h int) bool { return g.Crop != image.Rect(0, 0, w, h) }

// Composes reports whether g followed by next is one Geometry. It is, unless g resizes and
// next crops or resizes again.
func (g Geometry) Composes(next Geometry) bool {
	return !g.scales() || !next.scales() && !next.crops(g.W, g.H)
}

// Then returns the geometry that does g and then next, which must be one for a picture of
// g.W×g.H. g.Composes(next) must be true.
func (g Geometry) Then(next Geometry) Geometry {
	scaling := next.Scaling
	crop := g.Crop
	if g.scales() {
		scaling = g.Scaling
	} else {
		crop = g.before(next.Crop)
	}
	return Geometry{Crop: crop, Turn: g.Turn.Then(next.Turn), W: next.W, H: next.H, Scaling: scaling}
}

// before returns the part of the source that g, which does not resize, turns into r.
func (g Geometry) before(r image.Rectangle) image.Rectangle {
	if g.Turn&FlipX != 0 {
		r.Min.X, r.Max.X = g.W-r.Max.X, g.W-r.Min.X
	}
	if g.Turn&FlipY != 0 {
		r.Min.Y, r.Max.Y = g.H-r.Max.Y, g.H-r.Min.Y
	}
	if g.Turn&Transpose != 0 {
		r = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	return r.Add(g.Crop.Min)
}

// Move returns the position of the part r of the source in the result, rounded outwards to
// whole px. It is empty if r is cropped away.
func (g Geometry) Move(r image.Rectangle) image.Rectangle {
	r = r.Intersect(g.Crop)
	if r.Empty() {
		return image.Rectangle{}
	}
	r = r.Sub(g.Crop.Min)
	w, h := g.Turn.size(g.Crop.Dx(), g.Crop.Dy())
	if g.Turn&Transpose != 0 {
		r = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	if g.Turn&FlipX != 0 {
		r.Min.X, r.Max.X = w-r.Max.X, w-r.Min.X
	}
	if g.Turn&FlipY != 0 {
		r.Min.Y, r.Max.Y = h-r.Max.Y, h-r.Min.Y
	}
	return image.Rect(r.Min.X*g.W/w, r.Min.Y*g.H/h, (r.Max.X*g.W+w-1)/w, (r.Max.Y*g.H+h-1)/h)
}

// Back returns the map of places in the result to those in the w×h px source.
func (g Geometry) Back(w, h int) wire.Affine {
	unturned := wire.Unmoved
	if g.Turn&FlipX != 0 {
		unturned.A, unturned.E = -1, 1
	}
	if g.Turn&FlipY != 0 {
		unturned.D, unturned.F = -1, 1
	}
	if g.Turn&Transpose != 0 {
		unturned = unturned.Then(wire.Affine{B: 1, C: 1})
	}
	across, down := 1/float64(w), 1/float64(h)
	return unturned.Then(wire.Affine{
		A: float64(g.Crop.Dx()) * across, E: float64(g.Crop.Min.X) * across,
		D: float64(g.Crop.Dy()) * down, F: float64(g.Crop.Min.Y) * down,
	})
}

// moveAll returns the positions of the parts in list, without those that are cropped away.
func (g Geometry) moveAll(list []image.Rectangle) []image.Rectangle {
	if list == nil {
		return nil
	}
	moved := make([]image.Rectangle, 0, len(list))
	for _, r := range list {
		if r = g.Move(r); !r.Empty() {
			moved = append(moved, r)
		}
	}
	return moved
}

// Source returns the size of the result before the turn, in the directions of the source.
func (g Geometry) Source() (w, h int) { return g.Turn.size(g.W, g.H) }
