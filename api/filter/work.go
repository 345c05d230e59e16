package filter

import (
	"image"

	"framepost/api/frame"
	"framepost/api/kernel"
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

// Tables are what each sample value of 0–255 becomes, for each plane. They serve the
// chroma planes only where there are any.
type Tables struct {
	Y, Cb, Cr [256]byte
	Gray      bool // chroma is dropped
}

// identity leaves a plane as it is.
var identity = func() (t [256]byte) {
	for v := range t {
		t[v] = byte(v)
	}
	return t
}()

// newTables leave a picture as it is.
func newTables() *Tables { return &Tables{Y: identity, Cb: identity, Cr: identity} }

// then makes t do what it did and afterwards what next does.
func (t *Tables) then(next *Tables) {
	kernel.Map(t.Y[:], &next.Y)
	kernel.Map(t.Cb[:], &next.Cb)
	kernel.Map(t.Cr[:], &next.Cr)
	t.Gray = t.Gray || next.Gray
}

// apply maps the planes of f, leaving alone those that would not change.
func (t *Tables) apply(f *frame.Frame) {
	if t.Gray {
		f.DropChroma()
	}
	for i, plane := range f.Planes() {
		table := [...]*[256]byte{&t.Y, &t.Cb, &t.Cr}[i]
		if *table == identity {
			continue
		}
		mapPlane(plane, table)
	}
}

func mapPlane(p frame.Plane, table *[256]byte) {
	if p.Stride == p.W {
		kernel.Map(p.Pix[:p.W*p.H], table) // one long row
		return
	}
	for y := range p.H {
		kernel.Map(p.Row(y), table)
	}
}

// fill sets each entry of a table to what f gives for its index, rounded and limited to
// 0–255.
func fill(table *[256]byte, f func(v float64) float64) {
	for v := range table {
		table[v] = round(f(float64(v)))
	}
}

// round is v as a sample: the nearest whole number of 0–255, halves upwards.
func round(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }
