package colour

import (
	"bytes"
	"testing"
)

var (
	chrmP3   = &[8]uint32{31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000}
	chrmSRGB = &[8]uint32{31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000}
)

// Each way to describe a space, for a colour in the middle of its range.
func TestPNG(t *testing.T) {
	p3 := rgbProfile(4, h273Primaries[12], srgbPara)
	skin, inP3 := [3]byte{200, 150, 120}, [3]byte{209, 147, 115}
	for _, c := range []struct {
		name     string
		png      PNG
		from, to [3]byte
	}{
		{"nothing", PNG{}, skin, skin},
		{"cICP Display P3", PNG{CICP: []byte{12, 13, 0, 1}}, skin, inP3},
		{"cICP sRGB", PNG{CICP: []byte{1, 13, 0, 1}}, skin, skin},
		{"cICP video range", PNG{CICP: []byte{1, 13, 0, 0}}, [3]byte{16, 235, 126}, [3]byte{0, 255, 128}},
		{"cICP linear", PNG{CICP: []byte{1, 8, 0, 1}}, [3]byte{55, 0, 255}, [3]byte{128, 0, 255}},
		{"iCCP Display P3", PNG{Profile: p3}, skin, inP3},
		{"sRGB", PNG{SRGB: true}, skin, skin},
		{"gAMA 1", PNG{Gamma: 100000}, [3]byte{55, 0, 255}, [3]byte{128, 0, 255}},
		{"gAMA 1/2.2", PNG{Gamma: 45455}, [3]byte{20, 128, 255}, [3]byte{12, 129, 255}},
		{"gAMA and cHRM", PNG{Gamma: 100000, CHRM: chrmSRGB}, [3]byte{55, 0, 255}, [3]byte{128, 0, 255}},
		{"cHRM Display P3", PNG{CHRM: chrmP3}, skin, inP3},
		{"cHRM sRGB", PNG{CHRM: chrmSRGB}, skin, skin},
		// The precedence, and that invalid descriptions are ignored.
		{"cICP over iCCP", PNG{CICP: []byte{1, 13, 0, 1}, Profile: p3}, skin, skin},
		{"iCCP over sRGB", PNG{Profile: p3, SRGB: true}, skin, inP3},
		{"sRGB over gAMA", PNG{SRGB: true, Gamma: 100000, CHRM: chrmP3}, skin, skin},
		{"unknown primaries", PNG{CICP: []byte{99, 13, 0, 1}, Profile: p3}, skin, inP3},
		{"unknown transfer", PNG{CICP: []byte{1, 99, 0, 1}, Profile: p3}, skin, inP3},
		{"cICP of Y'CbCr", PNG{CICP: []byte{1, 13, 1, 1}, Profile: p3}, skin, inP3},
		{"cICP cut off", PNG{CICP: []byte{1, 13}, Profile: p3}, skin, inP3},
		{"iCCP cut off", PNG{Profile: p3[:90], Gamma: 100000}, [3]byte{55, 0, 255}, [3]byte{128, 0, 255}},
		{"iCCP of grey", PNG{Profile: profiles[8].profile, Gamma: 100000}, [3]byte{55, 0, 255}, [3]byte{128, 0, 255}},
		{"cHRM on a line", PNG{CHRM: &[8]uint32{31270, 32900, 10000, 10000, 20000, 20000, 30000, 30000}}, skin, skin},
		{"cHRM with a black white", PNG{CHRM: &[8]uint32{31270, 0, 64000, 33000, 30000, 60000, 15000, 6000}}, skin, skin},
	} {
		pixel := []byte{c.from[0], c.from[1], c.from[2], 7}
		c.png.Transform(3).RGBA(pixel)
		if want := []byte{c.to[0], c.to[1], c.to[2], 7}; !bytes.Equal(pixel, want) {
			t.Errorf("%s: %v became %v, want %v", c.name, c.from, pixel, want)
		}
	}
}

// HDR: black stays black, the light of paper becomes a middle tone, the brightest white
// becomes white, and the order of all values between is kept.
func TestHDR(t *testing.T) {
	for name, c := range map[string]struct {
		transfer     byte
		paper, white byte // 203 and 1,000 cd/m² on a display of 1,000
	}{"PQ": {transferPQ, 148, 192}, "HLG": {transferHLG, 191, 255}} {
		transform := PNG{CICP: []byte{9, c.transfer, 0, 1}}.Transform(3)
		shade := func(v byte) byte {
			pixel := []byte{v, v, v, 255}
			transform.RGBA(pixel)
			if pixel[0] != pixel[1] || pixel[1] != pixel[2] {
				t.Errorf("%s: grey %d became %v", name, v, pixel)
			}
			return pixel[0]
		}
		if shade(0) != 0 || shade(c.white) < 254 {
			t.Errorf("%s: black became %d, white %d", name, shade(0), shade(c.white))
		}
		// (1 + 1/4.93²)/2 of white's light, for which sRGB's value is 191.
		if got := shade(c.paper); got < 189 || got > 193 {
			t.Errorf("%s: paper became %d, want 191", name, got)
		}
		for v := 1; v < 256; v++ {
			if shade(byte(v)) < shade(byte(v-1)) {
				t.Errorf("%s: %d is darker than %d", name, v, v-1)
			}
		}
	}
}

// FuzzPNG checks that no values cause a panic.
func FuzzPNG(f *testing.F) {
	f.Add([]byte{12, 13, 0, 1}, uint32(45455), uint32(31270), uint32(32900), uint32(68000), uint32(32000))
	f.Add([]byte{9, 16, 0, 0}, uint32(1), uint32(0), uint32(0), uint32(1<<32-1), uint32(0))
	f.Fuzz(func(t *testing.T, cicp []byte, gamma, whiteX, whiteY, redX, redY uint32) {
		chrm := &[8]uint32{whiteX, whiteY, redX, redY, 30000, 60000, 15000, 6000}
		for _, p := range []PNG{{CICP: cicp}, {Gamma: gamma, CHRM: chrm}} {
			pixel := []byte{1, 2, 3, 4}
			p.Transform(3).RGBA(pixel)
			if pixel[3] != 4 {
				t.Fatal("alpha has changed")
			}
		}
	})
}
