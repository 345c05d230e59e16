package jpeg

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"testing"
)

// TestArithDecoder decodes the sequence of T.81 K.4.1, all of it in one bin.
func TestArithDecoder(t *testing.T) {
	const code, want = "655b5144f7969d517855bfff00fc5184c7cef93900287d46708ecbc0f6ffd9", "00020051000000c00352872aaaaaaaaa82c02000fcd79ef674eaabf7697ee74c"
	src, err := hex.DecodeString(code)
	if err != nil {
		t.Fatal(err)
	}
	a := arithDecoder{bits: new(bitReader)}
	a.begin(src)
	var c bin
	got := make([]byte, len(want)/2)
	for i := range 8 * len(got) {
		got[i/8] = got[i/8]<<1 | byte(a.decide(&c))
	}
	if hex.EncodeToString(got) != want {
		t.Errorf("%x, want %s", got, want)
	}
	if a.bits.exhausted() {
		t.Error("exhausted before its end")
	}
}

// TestTwins decodes files that jpegtran and libjpeg have converted to one another: they have
// the same coefficients in different codings.
func TestTwins(t *testing.T) {
	read := func(name string) []byte {
		data, err := os.ReadFile("testdata/" + name + "-420.jpg")
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	original := read("sequential")
	for _, name := range []string{"progressive", "arithmetic", "arithmetic-conditioned", "arithmetic-progressive", "arithmetic-progressive-conditioned"} {
		for _, scale := range []int{1, 2, 4, 8} {
			if d := farthest(t, decoded(t, read(name), scale).Planes(), decoded(t, original, scale).Planes()); d != 0 {
				t.Errorf("%s at 1/%d: %d levels apart", name, scale, d)
			}
		}
	}
}

// TestArithTruncated truncates arithmetic files at each length: the intact part is shown, and
// nothing is invented for the rest.
func TestArithTruncated(t *testing.T) {
	for _, name := range []string{"arithmetic", "arithmetic-progressive"} {
		data, err := os.ReadFile("testdata/" + name + "-420.jpg")
		if err != nil {
			t.Fatal(err)
		}
		scan := bytes.Index(data, []byte{0xFF, markerSOS}) + 14
		for n := scan; n < len(data); n++ {
			h, err := ParseHeader(data[:n])
			if err != nil {
				t.Fatal(err)
			}
			f, err := Decode(context.Background(), data[:n], h, 1)
			if err == nil {
				f.Release()
			} else if n > scan+60 {
				t.Fatalf("%s, %d bytes: %v", name, n, err)
			}
		}
	}
}

func TestParseDAC(t *testing.T) {
	for _, c := range []struct {
		body []byte
		ok   bool
	}{
		{nil, true}, {[]byte{0x00, 0x10, 0x13, 63}, true}, {[]byte{0x03, 0xFF}, true},
		{[]byte{0x00, 0x01}, false},                         // L above U
		{[]byte{0x10, 0}, false}, {[]byte{0x10, 64}, false}, // no such coefficient
		{[]byte{0x04, 0x10}, false}, {[]byte{0x20, 5}, false}, // no such table
	} {
		if err := new(decoder).parseDAC(c.body); (err == nil) != c.ok {
			t.Errorf("% x: %v", c.body, err)
		}
	}
}

// TestArithPasses has more scans than any picture needs: only so many are decoded that they
// cannot take long.
func TestArithPasses(t *testing.T) {
	f := newFile().quantisation().frame(markerSOF10, 8, 8, 1, 0x11).segment(markerSOS, 1, 1, 0, 0, 0, 0).bytes(make([]byte, 20)...)
	for range maxPasses + 1 {
		f.segment(markerSOS, 1, 1, 0, 1, 63, 0).bytes(make([]byte, 20)...)
	}
	d := decoders.New().(*decoder)
	h, err := ParseHeader(f.end())
	if err != nil {
		t.Fatal(err)
	}
	d.reset(t.Context(), h, 1)
	d.makePlanes()
	if err := d.decode(f.b); err != nil {
		t.Fatal(err)
	}
	if d.passed[0] != 1+(maxPasses+1)*63 || d.mcus != 1+maxPasses {
		t.Errorf("%d coefficients counted, %d blocks decoded", d.passed[0], d.mcus)
	}
}
