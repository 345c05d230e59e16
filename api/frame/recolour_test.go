package frame

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"framepost/api/kernel"
)

var inverted = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(255 - i)
	}
	return table
}()

// swapRedBlue changes colours in a way that is easy to verify.
func swapRedBlue(row []byte) {
	for i := 0; i < len(row); i += 4 {
		row[i], row[i+2] = row[i+2], row[i]
	}
}

// noisy is a frame of random samples.
func noisy(w, h int, s Sampling) *Frame {
	f := New(w, h, s)
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	for _, p := range f.Planes() {
		for i := range p.Pix {
			p.Pix[i] = byte(64 + r.IntN(128))
		}
	}
	return f
}

func TestRecolourLiteral(t *testing.T) {
	f := New(2, 1, YUV444)
	for i, row := range []string{"\x4C\x64", "\x55\x80", "\xFF\x80"} { // red, a grey
		copy(f.planes[i].Row(0), row)
	}
	f.Recolour(nil, swapRedBlue)
	for i, want := range []string{"\x1D\x64", "\xFF\x80", "\x6B\x80"} { // blue
		if got := string(f.planes[i].Row(0)); got != want {
			t.Errorf("component %d: %x, want %x", i, got, want)
		}
	}
}

// In every subsampling and at odd sizes, the result is that of converting pixel by pixel, and
// chroma is the mean.
func TestRecolour(t *testing.T) {
	for _, s := range []Sampling{YUV444, YUV422, YUV440, YUV420, YUV411, YUV410} {
		for _, size := range []image.Point{{1, 1}, {1, 7}, {5, 1}, {17, 13}, {33, 2}, {64, 48}} {
			f, want := noisy(size.X, size.Y, s), noisy(size.X, size.Y, s)
			f.Recolour(nil, swapRedBlue)
			if f.nrgba != nil || f.sampling != s || f.W != size.X || f.H != size.Y {
				t.Fatalf("%v at sampling %d has become another", size, s)
			}
			stepX, stepY := s.Step()
			for cy := range want.planes[1].H {
				for cx := range want.planes[1].W {
					var sum [3]float64
					var n float64
					for y := cy * stepY; y < min((cy+1)*stepY, size.Y); y++ {
						for i := cx * stepX; i < (cx+1)*stepX; i++ {
							x := min(i, size.X-1) // the last pixel is repeated beyond the edge
							var p [4]byte
							kernel.YCbCrToRGBA(p[:], want.planes[0].Row(y)[x:][:1], want.planes[1].Row(cy)[cx:], want.planes[2].Row(cy)[cx:], 1)
							r, g, b := float64(p[2]), float64(p[1]), float64(p[0])
							if d := math.Abs(float64(f.planes[0].Row(y)[x]) - (0.299*r + 0.587*g + 0.114*b)); d > 0.51 {
								t.Fatalf("%v at sampling %d: luma at %d, %d is %.2f off", size, s, x, y, d)
							}
							sum[0], sum[1], sum[2], n = sum[0]+r, sum[1]+g, sum[2]+b, n+1
						}
					}
					r, g, b := sum[0]/n, sum[1]/n, sum[2]/n
					cb, cr := float64(f.planes[1].Row(cy)[cx]), float64(f.planes[2].Row(cy)[cx])
					if math.Abs(cb-128-(b-(0.299*r+0.587*g+0.114*b))/1.772) > 0.51 || math.Abs(cr-128-(r-(0.299*r+0.587*g+0.114*b))/1.402) > 0.51 {
						t.Fatalf("%v at sampling %d: chroma at %d, %d is %.0f, %.0f for a mean of %.1f, %.1f, %.1f", size, s, cx, cy, cb, cr, r, g, b)
					}
				}
			}
			f.Release()
			want.Release()
		}
	}
}

func TestRecolourGray(t *testing.T) {
	f := noisy(7, 3, Gray)
	was := f.planes[0].Row(2)[6]
	f.Recolour(&inverted, nil)
	if got := f.planes[0].Row(2)[6]; got != 255-was || f.Sampling() != Gray {
		t.Errorf("a luma of %d became %d", was, got)
	}
}

// An NRGBA frame stays NRGBA, even if its pixels are a part of a larger picture.
func TestRecolourNRGBA(t *testing.T) {
	img := pixels(9, 5)
	outside := img.NRGBAAt(0, 0)
	inside := img.NRGBAAt(3, 2)
	f := OfNRGBA(img.SubImage(image.Rect(2, 1, 8, 4)).(*image.NRGBA))
	f.Recolour(nil, swapRedBlue)
	if f.nrgba == nil {
		t.Error("the frame has planes now")
	}
	inside.R, inside.B = inside.B, inside.R
	if got := img.NRGBAAt(3, 2); got != inside || img.NRGBAAt(0, 0) != outside {
		t.Errorf("inside %v, want %v; outside %v, want %v", got, inside, img.NRGBAAt(0, 0), outside)
	}
}

// Recolour converts all samples of a frame that was decoded at a fraction of its size, and
// Transform resizes it as before.
func TestRecolourReduced(t *testing.T) {
	f, plain := noisy(16, 12, YUV420), noisy(16, 12, YUV420)
	plain.Recolour(nil, swapRedBlue)
	f.Reduced(64, 48, 4)
	f.Recolour(nil, swapRedBlue)
	for i := range f.planes {
		for y := range f.planes[i].H {
			if string(f.planes[i].Row(y)) != string(plain.planes[i].Row(y)) {
				t.Fatalf("row %d of component %d differs", y, i)
			}
		}
	}
	if f.Transform(Resized(64, 48, 32, 24, 0)); f.W != 32 || f.H != 24 {
		t.Errorf("resized to %d×%d", f.W, f.H)
	}
}

func BenchmarkRecolour(b *testing.B) {
	for _, c := range []struct {
		name     string
		sampling Sampling
	}{{"420", YUV420}, {"422", YUV422}, {"444", YUV444}} {
		b.Run(c.name, func(b *testing.B) {
			f := noisy(640, 480, c.sampling)
			b.SetBytes(640 * 480)
			b.ReportAllocs()
			for b.Loop() {
				f.Recolour(nil, func([]byte) {})
			}
		})
	}
}
