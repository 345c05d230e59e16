package colour

import (
	"encoding/binary"
	"errors"
)

// stages convert a device's values, 0 to 1 each, to the light of sRGB's primaries, in order.
type stages []stage

// stage converts values: one for each channel of the device in the first stage, then three.
type stage func(v [4]float64) [4]float64

func (s stages) light(v [4]float64) vector {
	for _, stage := range s {
		v = stage(v)
	}
	return vector(v[:3])
}

var errLUT = errors.New("colour: a table of the profile is malformed")

// parseLUT reads an element that converts from the device to the connection space by tables.
// There are three types of it. The stages refer to b.
func (p profile) parseLUT(b []byte) (stages, error) {
	const shortest = 32
	if len(b) < shortest || int(b[8]) != p.channels || b[9] != 3 {
		return nil, errLUT
	}
	var s stages
	var err error
	legacy := false
	switch string(b[:4]) {
	case "mft1":
		s, err = parseTables(b, 48, 256, 256, 1)
	case "mft2":
		legacy = true
		if len(b) < 52 {
			return nil, errLUT
		}
		s, err = parseTables(b, 52, int(binary.BigEndian.Uint16(b[48:])), int(binary.BigEndian.Uint16(b[50:])), 2)
	case "mAB ":
		s, err = parseAToB(b)
	default:
		return nil, errLUT
	}
	if err != nil {
		return nil, err
	}
	return append(s, p.fromPCS(legacy)), nil
}

// parseTables reads a lut8Type or lut16Type (ICC.1:2022, 10.10 and 10.11), whose samples take
// width bytes. One after the other from start on, it holds a curve of in samples for each
// channel of the device, a grid, and a curve of out samples for each channel of the connection
// space. The matrix before them is not used: it is for devices that measure XYZ.
func parseTables(b []byte, start, in, out, width int) (stages, error) {
	channels, points := int(b[8]), int(b[10])
	if in < 2 || out < 2 || len(b) < start {
		return nil, errLUT
	}
	rest := b[start:]
	take := func(samples int) []byte {
		n := min(samples*width, len(rest))
		taken := rest[:n]
		rest = rest[n:]
		return taken
	}
	var inputs, outputs []curve
	for range channels {
		inputs = append(inputs, table{take(in), width}.at)
	}
	g := grid{channels: channels, width: width}
	for i := range channels {
		g.points[i] = points
	}
	g.samples = take(g.size())
	for range 3 {
		outputs = append(outputs, table{take(out), width}.at)
	}
	if want := channels*in + g.size() + 3*out; !g.valid() || len(b)-start < want*width {
		return nil, errLUT
	}
	return stages{each(inputs), g.at, each(outputs)}, nil
}

// parseAToB reads a lutAToBType (ICC.1:2022, 10.12): curves "A" and a grid, which may be absent
// if there are three channels; curves "M" and a matrix, which may be absent; curves "B".
func parseAToB(b []byte) (stages, error) {
	// part returns the data at the offset that is stored at index at, or nil if the offset is 0.
	part := func(at int) ([]byte, error) {
		switch offset := binary.BigEndian.Uint32(b[at:]); {
		case offset == 0:
			return nil, nil
		case int64(offset) >= int64(len(b)):
			return nil, errLUT
		default:
			return b[offset:], nil
		}
	}
	channels := int(b[8])
	var parts [5][]byte
	for i := range parts {
		var err error
		if parts[i], err = part(12 + 4*i); err != nil {
			return nil, err
		}
	}
	curvesB, coefficients, curvesM, lattice, curvesA := parts[0], parts[1], parts[2], parts[3], parts[4]
	if lattice == nil && channels != 3 {
		return nil, errLUT
	}

	var s stages
	add := func(curves []byte, n int) error {
		if curves == nil {
			return nil
		}
		set, err := parseCurves(curves, n)
		s = append(s, each(set))
		return err
	}
	if err := add(curvesA, channels); err != nil {
		return nil, err
	}
	if lattice != nil {
		g, err := parseGrid(lattice, channels)
		if err != nil {
			return nil, err
		}
		s = append(s, g.at)
	}
	if err := add(curvesM, 3); err != nil {
		return nil, err
	}
	if coefficients != nil {
		if len(coefficients) < 48 {
			return nil, errLUT
		}
		s = append(s, affine(coefficients))
	}
	return s, add(curvesB, 3)
}

// parseCurves reads n curves. Each begins at a multiple of four bytes.
func parseCurves(b []byte, n int) ([]curve, error) {
	curves := make([]curve, n)
	for i := range curves {
		c, size, err := parseCurve(b)
		if err != nil {
			return nil, err
		}
		curves[i] = c
		b = b[min((size+3)&^3, len(b)):]
	}
	return curves, nil
}

// each returns the stage that applies the curves, one to each channel.
func each(curves []curve) stage {
	return func(v [4]float64) [4]float64 {
		for i, c := range curves {
			v[i] = c(v[i])
		}
		return v
	}
}

// affine reads a 3×3 matrix and the vector to add after it, 48 bytes (ICC.1:2022, 10.12.5).
func affine(b []byte) stage {
	var m matrix
	var offset vector
	for i := range 9 {
		m[i/3][i%3] = fixed(b[4*i:])
	}
	for i := range offset {
		offset[i] = fixed(b[36+4*i:])
	}
	return func(v [4]float64) [4]float64 {
		product := m.apply(vector(v[:3]))
		return [4]float64{product[0] + offset[0], product[1] + offset[1], product[2] + offset[2]}
	}
}
