// Package colour brings pictures of other colour spaces to sRGB, which is what browsers
// show and what the answers are in: by an embedded ICC profile, or by what a PNG file says
// of its colours. White becomes white, and colours outside sRGB are cut off component by
// component, both as in browsers. The tests compare with lcms 2.14.
//
// No library serves for it: mandykoh/prism (0.35.3) reads the header of a profile, and
// converts from the four spaces that it knows; seehuhn.de/go/icc (0.7.0) converts by matrix
// and table, one colour at a time in floating point, and has the GPL; mgilbir/golittlecms,
// all of lcms in Go, has no release and no user yet.
package colour

import (
	"math"

	"framepost/api/frame"
	"framepost/api/kernel"
)

// Transform brings the colours of pictures to sRGB. It may be used by many goroutines at
// once. The nil Transform is the one for pictures in sRGB: it does nothing.
type Transform struct {
	gray   [256]byte // luma by luma, for a picture without chroma
	matrix *kernel.MatrixTRC
	cube   *kernel.Cube
}

// Identity reports whether there is nothing to do.
func (t *Transform) Identity() bool { return t == nil }

// Apply converts a frame of one or three components, which keeps its form and its chroma
// subsampling. A frame that was decoded at a fraction of its size, or has been shrunk, is
// converted after that: what was averaged are coded values and not light, as with all
// resizing here and in browsers.
func (t *Transform) Apply(f *frame.Frame) {
	if t != nil {
		f.Recolour(&t.gray, t.RGBA)
	}
}

// RGBA converts pixels (4 bytes each) in place and keeps their alpha. By the profile of a
// grey picture each component is converted as grey is.
func (t *Transform) RGBA(pixels []byte) {
	switch {
	case t == nil:
	case t.matrix != nil:
		t.matrix.RGBA(pixels)
	case t.cube != nil:
		t.cube.RGBA(pixels)
	default:
		for ; len(pixels) >= 4; pixels = pixels[4:] {
			pixels[0], pixels[1], pixels[2] = t.gray[pixels[0]], t.gray[pixels[1]], t.gray[pixels[2]]
		}
	}
}

// CMYK replaces pixels of four inks (4 bytes each: 0 is no ink, 255 all of it) by opaque
// RGB. Adobe's JPEGs store the inverse, 255 for no ink. The Transform is one for four
// components.
func (t *Transform) CMYK(pixels []byte) { t.cube.CMYK(pixels) }

// source is a colour space: what light of sRGB's primaries its values, 0 to 1 each, stand
// for. 1 is white. It is light, or curves and matrix, which are that in a form that can be
// computed fast.
type source struct {
	channels int // 1 grey, 3 RGB, 4 CMYK
	light    func(v [4]float64) vector
	curves   [3]curve
	matrix   matrix
}

// srgb returns the red, green and blue, 0 to 1, that show the values v.
func (s source) srgb(v [4]float64) [3]float64 {
	var light vector
	if s.light != nil {
		light = s.light(v)
	} else {
		light = s.matrix.apply(vector{s.curves[0](v[0]), s.curves[1](v[1]), s.curves[2](v[2])})
	}
	return [3]float64{lightToSRGB(light[0]), lightToSRGB(light[1]), lightToSRGB(light[2])}
}

// Nodes along each channel of a table. More of them are slower to make and don't stay in
// the processor's cache.
const (
	cubeSide = 33 // of RGB: 288 kB
	inkSide  = 13 // of CMYK: 228 kB
)

// transform makes the tables; nil when they would change nothing.
func (s source) transform() *Transform {
	if s.isSRGB() {
		return nil
	}
	t := &Transform{}
	if s.channels == 4 {
		t.cube = kernel.NewCube(4, inkSide, s.srgb)
		return t
	}
	for v := range t.gray {
		c := s.srgb(gray(v))
		t.gray[v] = byte(math.Round(255 * (0.299*c[0] + 0.587*c[1] + 0.114*c[2])))
	}
	switch {
	case s.channels == 1:
	case s.light == nil:
		t.matrix = kernel.NewMatrixTRC(s.adds, codes())
	default:
		t.cube = kernel.NewCube(3, cubeSide, s.srgb)
	}
	return t
}

// adds returns the light that one component alone brings.
func (s source) adds(component int, value byte) [3]float64 {
	var v vector
	v[component] = s.curves[component](float64(value) / 255)
	return s.matrix.apply(v)
}

// gray returns equal values of all channels.
func gray(v int) [4]float64 {
	part := float64(v) / 255
	return [4]float64{part, part, part}
}

// isSRGB reports whether no value is moved by more than a level once it is rounded:
// profiles of sRGB differ among themselves by as much, because of their rounded curves and
// primaries. It looks at all greys and at a grid of colours.
func (s source) isSRGB() bool {
	if s.channels == 4 {
		return false
	}
	moves := func(v [4]float64) bool {
		for i, c := range s.srgb(v) {
			if math.Abs(c-v[i]) >= 1.5/255 {
				return true
			}
		}
		return false
	}
	for v := range 256 {
		if moves(gray(v)) {
			return false
		}
	}
	const side = 6
	for i := range side * side * side {
		v := [4]float64{float64(i % side), float64(i / side % side), float64(i / side / side)}
		for j := range 3 {
			v[j] /= side - 1
		}
		if s.channels == 3 && moves(v) {
			return false
		}
	}
	return true
}
