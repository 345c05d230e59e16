package jpeg

import (
	"bytes"
	"errors"
	"image"
	stdjpeg "image/jpeg"
	"testing"

	"framepost/api/wire"

	"github.com/gen2brain/jpegn"
)

// photo is a picture with what a camera's has: gradients, edges, texture, noise.
func photo(w, h int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
	seed := uint32(1)
	noise := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>24) * n / 256
	}
	for y := range h {
		for x := range w {
			v := 40 + 100*x/w + 60*y/h + noise(8)
			if (x/24+y/24)%3 == 0 {
				v += 40 * (x % 7 / 4)
			}
			img.Y[img.YOffset(x, y)] = uint8(v)
			c := img.COffset(x, y)
			img.Cb[c] = uint8(90 + 80*x/w + noise(3))
			img.Cr[c] = uint8(100 + 60*y/h + 30*(x/40%2))
		}
	}
	return img
}

// encoded is img as JPEG, written by an encoder that is not ours.
func encoded(t testing.TB, img image.Image, opt jpegn.EncodeOptions) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpegn.Encode(&buf, img, &opt); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestDecodeSizes(t *testing.T) {
	for _, progressive := range []bool{false, true} {
		data := encoded(t, photo(37, 21, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Progressive: progressive})
		h, err := ParseHeader(data)
		if err != nil || h.W != 37 || h.H != 21 || h.Progressive != progressive {
			t.Fatalf("ParseHeader = %+v, %v", h, err)
		}
		for scale, size := range map[int]image.Point{1: {37, 21}, 2: {19, 11}, 4: {10, 6}, 8: {5, 3}} {
			f, err := Decode(data, h, scale)
			if err != nil {
				t.Fatal(err)
			}
			if got := image.Pt(f.W, f.H); got != size {
				t.Errorf("progressive %v, scale %d: %v, want %v", progressive, scale, got, size)
			}
			f.Release()
		}
	}
}

func TestDecodeNothing(t *testing.T) {
	var whole bytes.Buffer
	if err := stdjpeg.Encode(&whole, photo(16, 16, image.YCbCrSubsampleRatio420), nil); err != nil {
		t.Fatal(err)
	}
	header := whole.Bytes()[:bytes.Index(whole.Bytes(), []byte{0xFF, markerSOS})]
	h, err := ParseHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Decode(header, h, 1)
	var failure *wire.Error
	if !errors.As(err, &failure) || failure.Code != wire.Undecodable {
		t.Fatalf("Decode of a header alone: %v, want %s", err, wire.Undecodable)
	}
}
