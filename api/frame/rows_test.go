package frame

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"
)

var rowSizes = []image.Point{{1, 1}, {2, 3}, {7, 5}, {16, 16}, {61, 45}, {64, 33}}

func noisePixels(w, h int) *image.NRGBA {
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		if img.Pix[i] = byte(rnd.Uint32()); i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// fromRows makes a frame from the first n rows of a picture.
func fromRows(img *image.NRGBA, by, n int) *Frame {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	r := NewRows(w, h, by, false)
	for y := range n {
		copy(r.Row(), img.Pix[y*img.Stride:])
		r.Next()
	}
	return r.Frame()
}

// At full size, a frame made from rows equals the one made from the whole picture.
func TestRowsFullSize(t *testing.T) {
	for _, size := range rowSizes {
		img := noisePixels(size.X, size.Y)
		got := fromRows(img, 1, size.Y)
		want := OfNRGBA(img)
		for i, p := range want.Planes() {
			for y := range p.H {
				if !bytes.Equal(got.Planes()[i].Row(y), p.Row(y)) {
					t.Fatalf("%v: row %d of plane %d differs", size, y, i)
				}
			}
		}
		got.Release()
		want.Release()
	}
}

// At a reduced size, each sample is the mean of those of the full size that it covers. If the
// right edge cuts a pair of columns, the last column counts twice.
func TestRowsReduced(t *testing.T) {
	for _, size := range rowSizes {
		img := noisePixels(size.X, size.Y)
		full := OfNRGBA(img)
		for _, by := range []int{2, 4, 8} {
			got := fromRows(img, by, size.Y)
			if got.W != size.X || got.H != size.Y || got.Sampling() != YUV444 {
				t.Fatalf("%v by %d: %d×%d of sampling %d", size, by, got.W, got.H, got.Sampling())
			}
			for i, p := range got.Planes() {
				n := by
				if i > 0 {
					n = by / 2 // of 4:2:0
				}
				whole := full.Planes()[i]
				for y := range p.H {
					for x := range p.W {
						if want := tileMean(whole, x*n, y*n, n); p.Row(y)[x] != want {
							t.Fatalf("%v by %d, plane %d at %d,%d: %d; want %d", size, by, i, x, y, p.Row(y)[x], want)
						}
					}
				}
			}
			got.Release()
		}
		full.Release()
	}
}

func tileMean(p Plane, x0, y0, n int) byte {
	sum, count := 0, 0
	for y := y0; y < min(y0+n, p.H); y++ {
		for x := x0; x < min(x0+n, p.W); x++ {
			weight := 1
			if n > 1 && x == p.W-1 && x&1 == 0 {
				weight = 2
			}
			sum, count = sum+weight*int(p.Row(y)[x]), count+weight
		}
	}
	return byte((sum + count/2) / count)
}

func TestRowsGray(t *testing.T) {
	r := NewRows(3, 3, 1, true)
	for y := range 3 {
		copy(r.Row(), []byte{byte(y), 100, 200})
		r.Next()
	}
	f := r.Frame()
	if f.Sampling() != Gray || !bytes.Equal(f.Planes()[0].Row(2), []byte{2, 100, 200}) {
		t.Errorf("%v", f.Planes())
	}
	r = NewRows(3, 3, 2, true)
	for y := range 3 {
		copy(r.Row(), []byte{byte(y), 100, 200})
		r.Next()
	}
	f = r.Frame()
	if p := f.Planes()[0]; !bytes.Equal(p.Row(0), []byte{50, 200}) || !bytes.Equal(p.Row(1), []byte{51, 200}) {
		t.Errorf("%v %v", p.Row(0), p.Row(1))
	}
}

// Rows that do not arrive are white.
func TestRowsMissing(t *testing.T) {
	black := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	for _, by := range []int{1, 2, 4} {
		f := fromRows(black, by, 8)
		p := f.Planes()
		if top, bottom := p[0].Row(0)[0], p[0].Row(p[0].H - 1)[0]; top != 0 || bottom != 255 {
			t.Errorf("by %d: luma is %d where rows came, %d where none did", by, top, bottom)
		}
		if c := p[1].Row(p[1].H - 1)[0]; c != 128 {
			t.Errorf("by %d: Cb is %d where no rows came", by, c)
		}
		f.Release()
	}
}

func BenchmarkRows(b *testing.B) {
	img := noisePixels(1920, 108)
	for _, by := range []int{1, 2, 8} {
		b.Run(string(rune('0'+by)), func(b *testing.B) {
			b.SetBytes(int64(len(img.Pix)))
			b.ReportAllocs()
			for b.Loop() {
				f := fromRows(img, by, 108)
				f.Release()
			}
		})
	}
}
