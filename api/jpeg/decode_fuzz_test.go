package jpeg

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"testing"

	"framepost/api/wire"

	"github.com/gen2brain/jpegn"
)

// FuzzDecode checks that any data with a header are decoded to the right size or refused, and
// that everything that image/jpeg, which is strict, decodes is decoded.
func FuzzDecode(f *testing.F) {
	for _, data := range pictures(f, 24, 20) {
		f.Add(data, uint8(0))
		f.Add(data[:len(data)*3/4], uint8(2))
	}
	f.Add(newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x11, 2, 0x11, 3, 0x11, 4, 0x11).scan([]byte{1, 2, 3, 4}, 72, -28, -78, 127).end(), uint8(1))
	f.Add(newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x31, 2, 0x21, 3, 0x11).scan([]byte{1, 2, 3}, 72, 0, 0, 0, 0, 0).end(), uint8(0))
	for _, name := range []string{"arithmetic", "arithmetic-progressive", "arithmetic-progressive-conditioned"} {
		data, err := os.ReadFile("testdata/" + name + "-420.jpg")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint8(0))
		f.Add(data[:len(data)*3/4], uint8(2))
	}
	f.Add(restarts(6, 1, 0xD4, 2, 0xC4, 3, 0xD1, 4, 0xD1, 5, 0xD2, 6), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		h, err := ParseHeader(data)
		if err != nil || h.W*h.H > 1<<18 {
			return
		}
		divisor := 1 << (scale % 4)
		got, err := Decode(context.Background(), data, h, divisor)
		if err != nil {
			if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Detail == "" {
				t.Fatal(err)
			}
			// image/jpeg uses zeros for a quantisation table that is missing or incomplete.
			if _, err2 := jpeg.Decode(bytes.NewReader(data)); err2 == nil && h.Scans <= MaxScans && err != errNoQuant && err != errDQT {
				t.Fatalf("%v, but image/jpeg decodes it", err)
			}
			return
		}
		defer got.Release()
		if got.W != ceilDiv(h.W, divisor) || got.H != ceilDiv(h.H, divisor) {
			t.Fatalf("%d×%d at 1/%d became %d×%d", h.W, h.H, divisor, got.W, got.H)
		}
		if img := got.NRGBA(); img.Rect.Dx() != got.W || img.Rect.Dy() != got.H {
			t.Fatalf("NRGBA of %v", img.Rect)
		}
	})
}

// FuzzDecodeAgrees decodes pictures of any size, content and coding with both decoders, and
// compares the results sample by sample.
func FuzzDecodeAgrees(f *testing.F) {
	f.Add(uint8(17), uint8(13), uint8(90), uint8(0), []byte("some pixels"))
	f.Add(uint8(1), uint8(33), uint8(100), uint8(0xFF), []byte{0, 255, 0, 255, 255})
	f.Add(uint8(64), uint8(64), uint8(20), uint8(0x2B), []byte{128})
	f.Fuzz(func(t *testing.T, w, h, quality, coding uint8, content []byte) {
		img := image.NewYCbCr(image.Rect(0, 0, 1+int(w), 1+int(h)), stdRatios[coding%4])
		for i, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
			for j := range plane {
				if len(content) > 0 {
					plane[j] = content[(j+i)%len(content)]
				}
			}
		}
		data := encoded(t, img, jpegn.EncodeOptions{
			Quality:         1 + int(quality)%100,
			Progressive:     coding&4 != 0,
			OptimizeCoding:  coding&8 != 0,
			RestartInterval: int(coding >> 4),
		})
		if d := farthest(t, decoded(t, data, 1).Planes(), planesOf(t, reference(t, data))); d > 1 {
			t.Fatalf("%d levels apart", d)
		}
	})
}
