package frame

import (
	"bytes"
	"image"
	"testing"
)

// numbered returns a w×h frame in which luma counts on along a row and from row to row, as Cb
// does and, backwards, Cr.
func numbered(w, h int, s Sampling) *Frame {
	f := New(w, h, s)
	for i, p := range f.Planes() {
		for y := range p.H {
			for x := range p.W {
				p.Row(y)[x] = byte(y*16 + x + 100*i)
			}
		}
	}
	return f
}

func TestCutKeepsWholeSamples(t *testing.T) {
	for _, test := range []struct {
		sampling Sampling
		reduced  int
		at, want image.Rectangle
	}{
		{YUV420, 0, image.Rect(4, 2, 9, 7), image.Rect(4, 2, 8, 6)},
		{YUV420, 0, image.Rect(10, 8, 15, 13), image.Rect(10, 8, 15, 13)}, // the edges of the picture stay
		{YUV444, 0, image.Rect(4, 2, 9, 7), image.Rect(4, 2, 8, 6)},       // NRGBA and back makes it 4:2:0
		{Gray, 0, image.Rect(4, 2, 9, 7), image.Rect(4, 2, 8, 6)},
		{YUV411, 0, image.Rect(4, 2, 11, 7), image.Rect(4, 2, 8, 6)},
		{YUV410, 0, image.Rect(0, 0, 3, 13), image.Rectangle{}},
		{YUV420, 2, image.Rect(0, 0, 15, 13), image.Rect(0, 0, 15, 13)},
		{YUV420, 2, image.Rect(0, 0, 14, 13), image.Rectangle{}}, // no whole MCU
	} {
		f := New(test.at.Dx(), test.at.Dy(), test.sampling)
		if test.reduced > 0 {
			f.Reduced(test.at.Dx(), test.at.Dy(), test.reduced)
		}
		f.Cut(Part{At: test.at, W: 15, H: 13})
		if got := f.Bounds(); got != test.want {
			t.Errorf("sampling %d at %v: got %v, want %v", test.sampling, test.at, got, test.want)
		}
	}
}

// TestInset keeps the sides that are the picture's, in planes and in NRGBA.
func TestInset(t *testing.T) {
	for _, nrgba := range []bool{false, true} {
		f := numbered(8, 7, YUV420)
		f.Cut(Part{At: image.Rect(0, 6, 8, 13), W: 16, H: 13})
		if nrgba {
			f.NRGBA()
		}
		f.Inset(1)
		if got, want := f.Bounds(), image.Rect(0, 8, 6, 13); got != want || f.W != 6 || f.H != 5 {
			t.Fatalf("it is %v, %d×%d, want %v", got, f.W, f.H, want)
		}
		if w, h := f.Whole(); w != 16 || h != 13 {
			t.Errorf("it is a part of %d×%d", w, h)
		}
		if nrgba {
			if img := f.NRGBA(); img.Rect != image.Rect(0, 0, 6, 5) {
				t.Errorf("the pixels are %v", img.Rect)
			}
			continue
		}
		for i, want := range [][]byte{{32, 33, 34, 35, 36, 37}, {116, 117, 118}, {216, 217, 218}} {
			if got := f.Planes()[i].Row(0); !bytes.Equal(got, want) {
				t.Errorf("row 0 of plane %d is %v, want %v", i, got, want)
			}
		}
		if f.Inset(9); !f.Bounds().Empty() {
			t.Errorf("%v is left of nothing", f.Bounds())
		}
	}
}

func TestCutOfAWholePicture(t *testing.T) {
	f := numbered(8, 6, YUV420)
	f.Cut(Part{At: image.Rect(0, 0, 8, 6), W: 8, H: 6})
	f.Inset(2)
	if f.IsPart() || f.Bounds() != image.Rect(0, 0, 8, 6) {
		t.Errorf("it is %v of another picture: %v", f.Bounds(), f.IsPart())
	}
}

// TestPartIsReplacedInPlace: a picture that takes the place of a part is the same part.
func TestPartIsReplacedInPlace(t *testing.T) {
	f := numbered(8, 6, Gray)
	f.Cut(Part{At: image.Rect(8, 4, 16, 10), W: 32, H: 20})
	f.Become(numbered(8, 6, YUV420))
	if got := f.Bounds(); got != image.Rect(8, 4, 16, 10) {
		t.Errorf("it is at %v", got)
	}
}
