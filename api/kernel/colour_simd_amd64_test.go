//go:build goexperiment.simd

package kernel

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestColourVector compares the vector versions with the plain ones at every length, with
// samples of all sizes and many at the ends of the range.
func TestColourVector(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	samples := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			if b[i] = byte(r.Uint32()); r.IntN(4) == 0 {
				b[i] = byte(-r.IntN(2)) // 0 or 255
			}
		}
		return b
	}
	for n := 1; n <= 300; n++ {
		for _, step := range []int{1, 2, 4} {
			y, cb, cr := samples(n), samples((n+step-1)/step), samples((n+step-1)/step)
			got, want := make([]byte, 4*n), make([]byte, 4*n)
			YCbCrToRGBA(got, y, cb, cr, step)
			if ycbcrToRGBAPlain(want, y, cb, cr, step); !bytes.Equal(got, want) {
				t.Fatalf("%d pixels with a chroma sample for %d: %v, want %v", n, step, got, want)
			}
		}
		top, bottom := samples(4*n), samples(4*n)
		got, want := make([]byte, n), make([]byte, n)
		RGBAToY(got, top)
		if rgbaToYPlain(want, top); !bytes.Equal(got, want) {
			t.Fatalf("luma of %d pixels: %v, want %v", n, got, want)
		}
		c := (n + 1) / 2
		gotCb, gotCr, wantCb, wantCr := make([]byte, c), make([]byte, c), make([]byte, c), make([]byte, c)
		RGBAToCbCr420(gotCb, gotCr, top, bottom)
		rgbaToCbCrPlain(wantCb, wantCr, top, bottom)
		if !bytes.Equal(gotCb, wantCb) || !bytes.Equal(gotCr, wantCr) {
			t.Fatalf("chroma of %d pixels: %v %v, want %v %v", n, gotCb, gotCr, wantCb, wantCr)
		}
	}
}
