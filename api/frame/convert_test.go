package frame

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"framepost/api/kernel"
)

// pixels returns a smooth picture whose colours Y'CbCr can represent.
func pixels(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(max(w, 32)), float64(y)/float64(max(h, 32))
			img.SetNRGBA(x, y, color.NRGBA{byte(60 + 130*u), byte(180 - 90*v), byte(90 + 50*u*v), 255})
		}
	}
	return img
}

func TestNRGBALiteral(t *testing.T) {
	f := New(3, 2, YUV420)
	planes := f.Planes()
	for y, row := range []string{"\x00\x64\xFF", "\x4C\x96\x1D"} {
		copy(planes[0].Row(y), row)
	}
	copy(planes[1].Row(0), "\x80\x55")
	copy(planes[2].Row(0), "\x80\xFF")
	got := f.NRGBA()
	// The last column has the red of the second chroma sample.
	want := []byte{
		0, 0, 0, 255, 100, 100, 100, 255, 255, 179, 179, 255,
		76, 76, 76, 255, 150, 150, 150, 255, 207, 0, 0, 255,
	}
	if got.Rect != image.Rect(0, 0, 3, 2) || !bytes.Equal(got.Pix, want) {
		t.Errorf("%v %v, want %v", got.Rect, got.Pix, want)
	}
}

// Converting there and back changes no more than the rounding of both conversions, at every
// sampling and at odd sizes.
func TestNRGBAAndBack(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 9}, {17, 13}, {64, 48}, {65, 3}} {
		f := OfNRGBA(pixels(size.X, size.Y))
		for _, p := range f.Planes() {
			if p.W <= 0 || p.H <= 0 {
				t.Fatalf("%v has a plane of %d×%d", size, p.W, p.H)
			}
		}
		back, sum := f.NRGBA(), 0.0
		for i, v := range pixels(size.X, size.Y).Pix {
			d := float64(v) - float64(back.Pix[i])
			sum += d * d
		}
		if rms := math.Sqrt(sum / float64(len(back.Pix))); rms > 2 {
			t.Errorf("%v comes back %.2f from itself", size, rms)
		}
		f.Release()
	}
}

// A frame that was grey is grey again unless a filter has coloured it.
func TestGrayComesBack(t *testing.T) {
	f := ramps(9, 5, Gray, 0)
	f.NRGBA()
	if f.Sampling() != Gray {
		t.Error("a grey frame has chroma after a look at its pixels")
	}
	f.NRGBA().SetNRGBA(3, 3, color.NRGBA{200, 0, 0, 255})
	if f.Sampling() != YUV420 {
		t.Error("a coloured frame is still grey")
	}
	f = ramps(9, 5, YUV420, 0)
	f.DropChroma()
	if f.Sampling() != Gray || len(f.Planes()) != 1 {
		t.Error("chroma is still there")
	}
}

// A change to one form is visible in the other.
func TestFormsFollow(t *testing.T) {
	f := ramps(8, 8, Gray, 0)
	f.NRGBA().SetNRGBA(2, 3, color.NRGBA{7, 7, 7, 255})
	f.Planes()[0].Row(5)[6] = 9
	img := f.NRGBA()
	if img.NRGBAAt(2, 3).R != 7 || img.NRGBAAt(6, 5).R != 9 || img.NRGBAAt(0, 0).R != 100 {
		t.Errorf("%v", img.Pix)
	}
}

// The pixels that SetNRGBA sets may be a part of those that the frame itself returned.
func TestSetNRGBA(t *testing.T) {
	f := OfNRGBA(pixels(40, 30))
	f.Planes()
	window := f.NRGBA().SubImage(image.Rect(5, 6, 22, 17)).(*image.NRGBA)
	want := window.NRGBAAt(5, 6)
	f.SetNRGBA(window)
	other := New(40, 30, YUV444) // it would get the memory, if that had been released too early
	for _, p := range other.Planes() {
		clear(p.Pix)
	}
	y, _, _ := color.RGBToYCbCr(want.R, want.G, want.B)
	if got := f.Planes()[0].Row(0)[0]; f.W != 17 || f.H != 11 || got < y-1 || got > y+1 {
		t.Errorf("%d×%d, luma %d, want %d", f.W, f.H, got, y)
	}
	f.SetNRGBA(pixels(3, 3))
	f.Transform(Resized(3, 3, 6, 6, kernel.Linear))
	if f.W != 6 || f.Sampling() != YUV420 {
		t.Errorf("%d wide, sampling %d", f.W, f.Sampling())
	}
}

func TestBecome(t *testing.T) {
	f, g := ramps(8, 8, YUV444, 0), ramps(5, 4, Gray, 0)
	f.Become(g)
	if f.W != 5 || f.H != 4 || f.Sampling() != Gray || g.W != 0 {
		t.Errorf("%d×%d, sampling %d; the other is %d wide", f.W, f.H, f.Sampling(), g.W)
	}
	f.Release()
	f.Release() // a second time does nothing
}

// The planes have room for the whole blocks that a decoder stores, and do not overlap.
func TestPadding(t *testing.T) {
	for _, s := range samplings {
		f := New(33, 17, s)
		for i, p := range f.Planes() {
			if p.Stride%32 != 0 || len(p.Pix) < p.Stride*((p.H+15)/16*16) {
				t.Errorf("%d: plane %d has %d bytes, stride %d", s, i, len(p.Pix), p.Stride)
			}
			for k := range p.Pix {
				p.Pix[k] = byte(i)
			}
		}
		for i, p := range f.Planes() {
			for k, v := range p.Pix {
				if v != byte(i) {
					t.Fatalf("%d: byte %d of plane %d is another plane's", s, k, i)
				}
			}
		}
	}
}

func BenchmarkNRGBAAndBack(b *testing.B) {
	f := OfNRGBA(pixels(640, 480))
	b.ReportAllocs()
	for b.Loop() {
		f.Planes()
		f.NRGBA()
	}
}
