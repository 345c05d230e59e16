package overlay

import (
	"bytes"
	"image"
	"image/color"
	"sync"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"

	"github.com/disintegration/imaging"
)

// pictures returns one picture, twice as wide as high, in colours with soft edges.
func pictures() *Pictures {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			img.SetNRGBA(x, y, color.NRGBA{byte(x * 6), byte(y * 12), 128, byte(min(x*20, 255))})
		}
	}
	return &Pictures{originals: map[string]*image.NRGBA{"wide": img}}
}

func TestScaledSizes(t *testing.T) {
	for _, test := range []struct{ width, height, w, h int }{
		{100, 100, 100, 50}, {40, 20, 40, 20}, {100, 30, 60, 30}, {1, 1, 1, 1}, {7, 9, 7, 4}, {200, 1, 2, 1},
	} {
		if w, h := pictures().Scaled("wide", test.width, test.height).Size(); w != test.w || h != test.h {
			t.Errorf("%d px in a frame %d px high: %d×%d, want %d×%d", test.width, test.height, w, h, test.w, test.h)
		}
	}
}

// TestScaledIsImaging paints a scaled picture over a frame, and compares with imaging's
// own overlay.
func TestScaledIsImaging(t *testing.T) {
	p := pictures()
	for _, width := range []int{13, 40, 61} {
		stamp := p.Scaled("wide", width, 50)
		w, h := stamp.Size()
		f := filtertest.Flat(90, 50, frame.YUV444, 120)
		before := imaging.Clone(filtertest.Flat(90, 50, frame.YUV444, 120).NRGBA())
		stamp.Paint(f, image.Pt(20, 10), 70)
		want := imaging.Overlay(before, imaging.Resize(p.originals["wide"], w, h, imaging.Lanczos), image.Pt(20, 10), 0.7)
		got := f.NRGBA()
		for y := range 50 {
			if d := filtertest.Furthest(got.Pix[y*got.Stride:][:4*90], want.Pix[y*want.Stride:][:4*90]); d > 4 {
				t.Errorf("%d px: row %d is off by %d", width, y, d)
			}
		}
	}
}

// TestScaledRemembers asks for the same size twice, and for more sizes than are cached.
func TestScaledRemembers(t *testing.T) {
	p := pictures()
	first := p.Scaled("wide", 10, 100)
	for i := range 3 * maxRecent {
		p.Scaled("wide", 20+i, 100)
		if p.Scaled("wide", 10, 100) != first {
			t.Fatal("the size that every other frame asks for is scaled again")
		}
	}
	if len(p.recent) != maxRecent {
		t.Errorf("%d are kept, want %d", len(p.recent), maxRecent)
	}
	p.Scaled("wide", 2000, 2000)
	for _, s := range p.recent {
		if s.w*s.h > maxRecentPixels {
			t.Errorf("one of %d×%d is kept", s.w, s.h)
		}
	}
}

// TestScaledTogether is for the race detector.
func TestScaledTogether(t *testing.T) {
	p := pictures()
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for j := range 40 {
				if w, _ := p.Scaled("wide", 1+(i+j)%24, 50).Size(); w != 1+(i+j)%24 {
					t.Errorf("%d px asked for, %d made", 1+(i+j)%24, w)
				}
			}
		})
	}
	wait.Wait()
}

// The same picture at the same size paints the same, from the cache or not.
func TestScaledIsTheSame(t *testing.T) {
	p, q := pictures(), pictures()
	for i := range 5 {
		p.Scaled("wide", 30+i, 90)
	}
	f, g := filtertest.Flat(80, 60, frame.YUV420, 90), filtertest.Flat(80, 60, frame.YUV420, 90)
	p.Scaled("wide", 31, 90).Paint(f, image.Pt(3, 5), 100)
	q.Scaled("wide", 31, 90).Paint(g, image.Pt(3, 5), 100)
	for i := range f.Planes() {
		if !bytes.Equal(bytes.Join(filtertest.Rows(f, i), nil), bytes.Join(filtertest.Rows(g, i), nil)) {
			t.Errorf("plane %d differs", i)
		}
	}
}

func BenchmarkScaled(b *testing.B) {
	for name, widths := range map[string]int{"kept": 1, "scaled": 4 * maxRecent} {
		b.Run(name, func(b *testing.B) {
			p := pictures()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				p.Scaled("wide", 100+i%widths, 500)
				i++
			}
			b.ReportMetric(float64(widths), "widths")
		})
	}
}
