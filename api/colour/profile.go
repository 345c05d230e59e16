package colour

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// profile is an ICC profile with a valid header, of ICC.1:2022 (version 4) or ICC.1:2001-04
// (version 2). The two versions do not differ in anything that is read here.
type profile struct {
	data     []byte
	channels int  // of the device: 1 for grey, 3 for RGB, 4 for CMYK
	lab      bool // the connection space is L*a*b* rather than XYZ
}

const (
	profileHeaderSize = 128
	tagEntrySize      = 12
)

var errProfile = errors.New("colour: no ICC profile of a picture")

// parseProfile reads the header (ICC.1:2022, 7.2).
func parseProfile(data []byte) (profile, error) {
	if len(data) < profileHeaderSize+4 || string(data[36:40]) != "acsp" {
		return profile{}, errProfile
	}
	p := profile{data: data}
	switch string(data[12:16]) {
	case "scnr", "mntr", "prtr", "spac": // not device links, nor profiles of named colours
	default:
		return profile{}, errProfile
	}
	switch string(data[16:20]) {
	case "GRAY":
		p.channels = 1
	case "RGB ":
		p.channels = 3
	case "CMYK":
		p.channels = 4
	default:
		return profile{}, errProfile
	}
	switch string(data[20:24]) {
	case "XYZ ":
	case "Lab ":
		p.lab = true
	default:
		return profile{}, errProfile
	}
	return p, nil
}

// tag returns the data of the tag with a signature, or nil if it is absent or out of bounds.
func (p profile) tag(signature string) []byte {
	entries := p.data[profileHeaderSize+4:]
	count := min(int(binary.BigEndian.Uint32(p.data[profileHeaderSize:])), len(entries)/tagEntrySize)
	for ; count > 0; count-- {
		if string(entries[:4]) == signature {
			offset, size := uint64(binary.BigEndian.Uint32(entries[4:])), uint64(binary.BigEndian.Uint32(entries[8:]))
			if offset+size > uint64(len(p.data)) {
				return nil
			}
			return p.data[offset : offset+size]
		}
		entries = entries[tagEntrySize:]
	}
	return nil
}

// source returns the colour space that the profile describes. If it has several descriptions,
// tables take precedence, and among tables those for the perceptual intent, as in Chromium
// (skcms) and, for that intent, in lcms. There is no black point compensation.
func (p profile) source() (source, error) {
	for _, signature := range [...]string{"A2B0", "A2B1"} {
		if lut := p.tag(signature); lut != nil {
			stages, err := p.parseLUT(lut)
			if err != nil {
				return source{}, fmt.Errorf("%s: %w", signature, err)
			}
			return source{channels: p.channels, light: stages.light}, nil
		}
	}
	switch p.channels {
	case 1:
		return p.grey()
	case 3:
		return p.matrixTRC()
	}
	return source{}, errors.New("colour: the profile has no table from its inks to colours")
}

// matrixTRC returns the model of three components (ICC.1:2022, F.3): a curve for each, then a
// matrix to XYZ, whose columns are the primaries adapted to D50.
func (p profile) matrixTRC() (source, error) {
	if p.lab {
		return source{}, errProfile
	}
	s := source{channels: 3}
	var toXYZ matrix
	for i, colour := range [...]string{"r", "g", "b"} {
		column, err := parseXYZ(p.tag(colour + "XYZ"))
		if err != nil {
			return source{}, err
		}
		for j := range 3 {
			toXYZ[j][i] = column[j]
		}
		if s.curves[i], _, err = parseCurve(p.tag(colour + "TRC")); err != nil {
			return source{}, err
		}
	}
	s.matrix = toSRGB.times(toXYZ)
	return s, nil
}

// grey returns the model of one component (ICC.1:2022, F.2): a curve to luminance or L*.
func (p profile) grey() (source, error) {
	toPCS, _, err := parseCurve(p.tag("kTRC"))
	if err != nil {
		return source{}, err
	}
	light := func(v [4]float64) vector {
		y := toPCS(v[0])
		if p.lab {
			y = labToXYZ(vector{100 * y})[1]
		}
		return vector{y, y, y}
	}
	return source{channels: 1, light: light}, nil
}

// parseXYZ reads an element of XYZType that has one entry (ICC.1:2022, 10.31).
func parseXYZ(b []byte) (vector, error) {
	if len(b) < 20 || string(b[:4]) != "XYZ " {
		return vector{}, errors.New("colour: a primary of the profile is missing or malformed")
	}
	return vector{fixed(b[8:]), fixed(b[12:]), fixed(b[16:])}, nil
}

// fixed reads an s15Fixed16Number (ICC.1:2022, 4.6).
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / (1 << 16) }
