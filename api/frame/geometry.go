package frame

import (
	"image"

	"framepost/api/kernel"
)

// Turn is one of the eight symmetries of a rectangle: Transpose, if set, goes first,
// then the flips.
type Turn uint8

// The parts that a Turn is made of, and their useful sums.
const (
	Upright   Turn = 0
	Transpose Turn = 1 // swap x and y
	FlipX     Turn = 2 // left and right change places
	FlipY     Turn = 4 // top and bottom change places

	Rotate90  = Transpose | FlipX // clockwise
	Rotate180 = FlipX | FlipY
	Rotate270 = Transpose | FlipY // clockwise
)

// orientations are the turns that show a picture upright, by the value of its EXIF
// tag Orientation (EXIF 2.32, tag 0x0112).
var orientations = [...]Turn{1: Upright, 2: FlipX, 3: Rotate180, 4: FlipY, 5: Transpose, 6: Rotate90,
	7: Transpose | FlipX | FlipY, 8: Rotate270}

// Oriented is the turn that shows a picture with this EXIF Orientation upright;
// Upright for a value that EXIF does not know.
func Oriented(orientation int) Turn {
	if orientation < 1 || orientation >= len(orientations) {
		return Upright
	}
	return orientations[orientation]
}

// Then is t followed by u. A transposition moved before a flip makes it a flip of the
// other axis.
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

// size is the size of a w×h picture after the turn.
func (t Turn) size(w, h int) (int, int) {
	if t&Transpose != 0 {
		return h, w
	}
	return w, h
}

// Geometry is a crop, then a turn, then a resize: what any run of such operations
// comes to, so that a run costs one pass.
type Geometry struct {
	Crop    image.Rectangle // the part of the source that is used, px
	Turn    Turn
	W, H    int // the result, px
	Scaling kernel.Scaling
}

// Keep is the geometry that leaves a w×h picture as it is.
func Keep(w, h int) Geometry {
	return Geometry{Crop: image.Rect(0, 0, w, h), W: w, H: h}
}

// Turned is the geometry that only turns a w×h picture.
func Turned(w, h int, t Turn) Geometry {
	g := Keep(w, h)
	g.Turn = t
	g.W, g.H = t.size(w, h)
	return g
}

// Cropped is the geometry that keeps only r of a picture.
func Cropped(r image.Rectangle) Geometry {
	return Geometry{Crop: r, W: r.Dx(), H: r.Dy()}
}

// Resized is the geometry that brings a w×h picture to another size.
func Resized(w, h, toW, toH int, s kernel.Scaling) Geometry {
	return Geometry{Crop: image.Rect(0, 0, w, h), W: toW, H: toH, Scaling: s}
}

// To is g with another size of the result: the same part of the source, turned the
// same way, in the same single pass.
func (g Geometry) To(w, h int) Geometry {
	g.W, g.H = w, h
	return g
}

// scales tells whether g resizes.
func (g Geometry) scales() bool {
	w, h := g.Turn.size(g.Crop.Dx(), g.Crop.Dy())
	return w != g.W || h != g.H
}

// crops tells whether g leaves out a part of a w×h picture.
func (g Geometry) crops(w, h int) bool { return g.Crop != image.Rect(0, 0, w, h) }

// Composes tells whether Then can express g followed by next: always, unless g has
// resized already and next crops or resizes again.
func (g Geometry) Composes(next Geometry) bool {
	return !g.scales() || !next.scales() && !next.crops(g.W, g.H)
}

// Then is g followed by next, which is made for a picture of g.W×g.H. It asks for
// Composes.
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

// before is the part of the source that an unscaled g turns into r.
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

// Move is where the part r of the source is in the result, rounded outwards to whole px;
// empty when it is cut off.
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

// moveAll is where those of a list are that are not cut off.
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

// Source is the size of the result as it lies in the source, before the turn.
func (g Geometry) Source() (w, h int) { return g.Turn.size(g.W, g.H) }
