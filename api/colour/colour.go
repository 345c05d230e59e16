// Package colour converts pictures from other colour spaces to sRGB, which browsers show and
// in which answers are encoded. An embedded ICC profile, or the colour chunks of a PNG file,
// describe the source space. White becomes white, and colours outside sRGB are clipped in each
// component; browsers do both, too. The tests compare with lcms 2.14.
//
// No library serves here: mandykoh/prism (0.35.3) reads the header of a profile, but converts
// only from the four spaces that it knows; seehuhn.de/go/icc (0.7.0) converts by matrix and
// table, but one colour at a time in floating point, and is under the GPL;
// mgilbir/golittlecms, a translation of lcms to Go, has no release and no users yet.
package colour

import (
	"math"

	"framepost/api/frame"
	"framepost/api/kernel"
)

// Transform converts the colours of pictures to sRGB. It may be used by many goroutines at
// once. A nil Transform is for pictures in sRGB: it changes nothing.
type Transform struct {
	gray   [256]byte // new luma by old, for a picture without chroma
	matrix *kernel.MatrixTRC
	cube   *kernel.Cube
}

// Apply converts a frame of one or three components. The frame keeps its form, planes or
// NRGBA, and its chroma subsampling. A frame that was decoded at a fraction of its size, or
// has been shrunk, is converted afterwards: its samples are then means of coded values and
// not of light, as after every resize here and in browsers.
func (t *Transform) Apply(f *frame.Frame) {
	if t != nil {
		f.Recolour(&t.gray, t.RGBA)
	}
}

// RGBA converts pixels (4 bytes each: red, green, blue, alpha) in place and keeps their alpha.
// With the profile of a grey picture it converts each component as a grey.
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

// CMYK replaces pixels of four inks (4 bytes each: cyan, magenta, yellow, black; 0 is no ink,
// 255 all of it) by opaque RGBA, in place. Adobe's JPEGs store the inverse, 255 for no ink,
// which the caller must invert first. t must be a Transform for four components.
func (t *Transform) CMYK(pixels []byte) { t.cube.CMYK(pixels) }

// source is a colour space: a function from its values, 0 to 1 each, to the light of sRGB's
// primaries, where 1 is white. The function is either light or, if light is nil, curves and
// then matrix, which can be computed fast.
type source struct {
	channels int // 1 grey, 3 RGB, 4 CMYK
	light    func(v [4]float64) vector
	curves   [3]curve
	matrix   matrix
}

// srgb returns the sRGB values of red, green and blue, 0 to 1, for the values v of s.
func (s source) srgb(v [4]float64) [3]float64 {
	var light vector
	if s.light != nil {
		light = s.light(v)
	} else {
		light = s.matrix.apply(vector{s.curves[0](v[0]), s.curves[1](v[1]), s.curves[2](v[2])})
	}
	return [3]float64{lightToSRGB(light[0]), lightToSRGB(light[1]), lightToSRGB(light[2])}
}

// Nodes along each channel of a table. A larger table takes longer to make and does not stay
// in the processor's cache.
const (
	cubeSide = 33 // of RGB: 288 kB
	inkSide  = 13 // of CMYK: 228 kB
)

// transform makes the tables. It returns nil if they would change nothing.
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

// adds returns the light that one component contributes; the sum over all is the colour.
func (s source) adds(component int, value byte) [3]float64 {
	var v vector
	v[component] = s.curves[component](float64(value) / 255)
	return s.matrix.apply(v)
}

// gray returns the grey v, 0 to 255, as equal values of the three channels, 0 to 1.
func gray(v int) [4]float64 {
	part := float64(v) / 255
	return [4]float64{part, part, part}
}

// isSRGB reports whether s changes no value by more than one level after rounding. Profiles of
// sRGB differ among themselves by as much, because their curves and primaries are rounded. It
// checks all greys and a grid of colours.
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
