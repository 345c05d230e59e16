package jpeg

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

// inkProfile writes an ICC profile of CMYK in which cyan leaves half of white's lightness,
// black none, and magenta and yellow all of it.
func inkProfile() []byte {
	lut := append([]byte("mft1\x00\x00\x00\x00\x04\x03\x02\x00"), make([]byte, 36)...)
	straight := make([]byte, 256)
	for i := range straight {
		straight[i] = byte(i)
	}
	lut = append(lut, bytes.Repeat(straight, 4)...)
	for inks := range 16 { // cyan is bit 3, black bit 0
		lightness := byte(255)
		if inks&8 != 0 {
			lightness = 127
		}
		if inks&1 != 0 {
			lightness = 0
		}
		lut = append(lut, lightness, 128, 128)
	}
	lut = append(lut, bytes.Repeat(straight, 3)...)

	header := make([]byte, 128)
	copy(header[12:], "prtrCMYKLab ")
	copy(header[36:], "acsp")
	tags := binary.BigEndian.AppendUint32([]byte("\x00\x00\x00\x01A2B0\x00\x00\x00\x90"), uint32(len(lut)))
	return slices.Concat(header, tags, lut)
}

// Inks are converted to sRGB by the profile of the file, in each notation.
func TestDecodeInks(t *testing.T) {
	four := []byte{1, 0x11, 2, 0x11, 3, 0x11, 4, 0x11}
	file := func(adobe ...byte) *file {
		f := newFile().icc(1, 1, string(inkProfile())).quantisation()
		if adobe != nil {
			f.segment(markerAPP14, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), adobe...)...)
		}
		return f.frame(markerSOF0, 8, 8, four...)
	}
	ids := []byte{1, 2, 3, 4}
	for name, c := range map[string]struct {
		data []byte
		want int
	}{
		// L* of 89.2, by 55 of cyan and no black.
		"inverse CMYK": {file(0).scan(ids, 72, -28, -78, 127).end(), 224},
		// The same from 55 of 255 that are ink.
		"CMYK": {file().scan(ids, -73, -28, -78, -128).end(), 224},
		// L* of 60.6, by 200 of cyan.
		"inverse YCCK": {file(2).scan(ids, 72, 0, 0, 127).end(), 146},
		"all black":    {file().scan(ids, -128, -128, -128, 127).end(), 0},
	} {
		for _, scale := range []int{1, 4} {
			f := decoded(t, c.data, scale)
			got := f.NRGBA().NRGBAAt(f.W-1, f.H-1)
			if d := int(got.R) - c.want; d < -1 || d > 1 || got.G != got.R || got.B != got.R || got.A != 255 {
				t.Errorf("%s at 1/%d: %v, want %d", name, scale, got, c.want)
			}
		}
	}
}
