package colour

import (
	"encoding/binary"
	"errors"
	"math"
)

var errCurve = errors.New("colour: a curve of the profile is missing or malformed")

// parseCurve reads the curve at the beginning of b, a curveType or parametricCurveType
// (ICC.1:2022, 10.6 and 10.18), and returns how many bytes it takes. The curve refers to b.
func parseCurve(b []byte) (c curve, size int, err error) {
	if len(b) < 12 {
		return nil, 0, errCurve
	}
	switch string(b[:4]) {
	case "curv":
		n := uint64(binary.BigEndian.Uint32(b[8:]))
		if 2*n > uint64(len(b)-12) {
			return nil, 0, errCurve
		}
		samples := b[12 : 12+2*n]
		switch n {
		case 0:
			return linear, 12, nil
		case 1: // the exponent, as u8Fixed8Number
			return power(float64(binary.BigEndian.Uint16(samples)) / 256), 14, nil
		}
		return table{samples, 2}.at, 12 + len(samples), nil
	case "para":
		return parseParametric(b)
	}
	return nil, 0, errCurve
}

// parametricLengths are the numbers of parameters of each kind of parametricCurveType.
var parametricLengths = [...]int{1, 3, 4, 5, 7}

// parseParametric reads a parametricCurveType. All kinds are special cases of the last one:
// (a·v+b)^g + e where v ≥ d, and c·v + f below.
func parseParametric(b []byte) (curve, int, error) {
	kind := int(binary.BigEndian.Uint16(b[8:]))
	if kind >= len(parametricLengths) {
		return nil, 0, errCurve
	}
	size := 12 + 4*parametricLengths[kind]
	if len(b) < size {
		return nil, 0, errCurve
	}
	var parameters [7]float64
	for i := range parametricLengths[kind] {
		parameters[i] = fixed(b[12+4*i:])
	}
	g, p1, p2, p3, p4, e, f := parameters[0], parameters[1], parameters[2], parameters[3], parameters[4], parameters[5], parameters[6]
	a, offset, c, d := p1, p2, p3, p4
	switch kind {
	case 0:
		a, d = 1, math.Inf(-1)
	case 1, 2: // d is -b/a; p3 is the constant that is added on both sides of it
		if a == 0 {
			return nil, 0, errCurve
		}
		c, d, e, f = 0, -offset/a, p3, p3
	}
	return func(v float64) float64 {
		if v < d {
			return c*v + f
		}
		return math.Pow(max(a*v+offset, 0), g) + e
	}, size, nil
}

// table is a curve given by samples at equal distances from 0 to 1, of width (1 or 2) bytes.
type table struct {
	samples []byte
	width   int
}

// at interpolates linearly. Outside of 0 to 1 it returns the value of the nearer end.
func (t table) at(v float64) float64 {
	last := len(t.samples)/t.width - 1
	i, part := place(v, last)
	low := sample(t.samples, i, t.width)
	if part == 0 {
		return low
	}
	return low + part*(sample(t.samples, i+1, t.width)-low)
}

// place maps v, 0 to 1, to a position among the points 0 to last: the point i at or before it,
// and the fraction of the way from i to the next point. The fraction is 0 at the last point.
func place(v float64, last int) (i int, part float64) {
	if !(v > 0) { // also NaN
		return 0, 0
	}
	at := min(v, 1) * float64(last)
	i = int(at)
	return i, at - float64(i)
}

// sample returns the sample at index i of b, as 0 to 1. Each takes width (1 or 2) bytes.
func sample(b []byte, i, width int) float64 {
	if width == 1 {
		return float64(b[i]) / 255
	}
	return float64(binary.BigEndian.Uint16(b[2*i:])) / 65535
}
