package paint

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// pixels returns a picture of one row.
func pixels(colours ...color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, len(colours), 1))
	for x, c := range colours {
		img.SetNRGBA(x, 0, c)
	}
	return img
}

func TestStampLiterals(t *testing.T) {
	white, half, clear := color.NRGBA{255, 255, 255, 255}, color.NRGBA{255, 255, 255, 128}, color.NRGBA{255, 0, 0, 0}
	stamp := NewStamp(pixels(white, half, clear))
	for _, test := range []struct {
		x       int
		opacity float64
		want    []byte
	}{
		{1, 100, []byte{55, 255, 155, 55, 55}},
		{1, 50, []byte{55, 155, 105, 55, 55}},
		{1, 0, []byte{55, 55, 55, 55, 55}},
		{-1, 100, []byte{155, 55, 55, 55, 55}},
		{4, 100, []byte{55, 55, 55, 55, 255}},
		{9, 100, []byte{55, 55, 55, 55, 55}},
	} {
		f := filtertest.Flat(5, 1, frame.Gray, 55)
		stamp.Paint(f, image.Pt(test.x, 0), test.opacity)
		if got := filtertest.Rows(f, 0)[0]; filtertest.Furthest(got, test.want) > 1 {
			t.Errorf("at %d, %v %%: got %v, want %v", test.x, test.opacity, got, test.want)
		}
		if f.Sampling() != frame.Gray {
			t.Error("a grey stamp, red only where nobody sees it, makes colours")
		}
	}
}

// TestStampOnChroma paints red on a part of a chroma sample, which changes by that part.
func TestStampOnChroma(t *testing.T) {
	red := color.NRGBA{255, 0, 0, 255}
	_, cb, cr := color.RGBToYCbCr(255, 0, 0)
	f := filtertest.Flat(6, 2, frame.YUV420, 50)
	NewStamp(pixels(red, red, red)).Paint(f, image.Pt(1, 0), 100)
	mixed := func(sample byte, quarters int) byte { return byte((128*(4-quarters) + int(sample)*quarters + 2) / 4) }
	for i, sample := range []byte{cb, cr} {
		want := []byte{mixed(sample, 1), mixed(sample, 2), 128}
		if got := filtertest.Rows(f, 1+i)[0]; filtertest.Furthest(got, want) > 1 {
			t.Errorf("plane %d: got %v, want %v", 1+i, got, want)
		}
	}
	if got := filtertest.Rows(f, 0)[1]; !bytes.Equal(got, []byte{50, 50, 50, 50, 50, 50}) {
		t.Errorf("the row below the stamp is %v", got)
	}
	grey := filtertest.Flat(6, 2, frame.Gray, 50)
	NewStamp(pixels(red)).Paint(grey, image.Pt(0, 0), 100)
	if grey.Sampling() != frame.YUV420 {
		t.Error("a red stamp leaves a grey frame without colours")
	}
}

// TestStampBeside paints at the edges of planes and checks the memory beside them.
func TestStampBeside(t *testing.T) {
	stamp := NewStamp(pixels(color.NRGBA{9, 9, 9, 255}, color.NRGBA{9, 90, 9, 255}, color.NRGBA{9, 9, 9, 255}))
	for _, s := range filtertest.Samplings[1:] {
		lent := filtertest.Lend(5, 3, s)
		f := frame.Of(s, lent...)
		for _, at := range []image.Point{{-2, 0}, {3, 2}, {0, 1}, {-9, 0}, {0, 9}} {
			stamp.Paint(f, at, 100)
		}
		for i, p := range lent {
			for at, v := range p.Pix[:cap(p.Pix)] {
				if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != filtertest.Guard {
					t.Fatalf("sampling %d: it paints beside plane %d, at %d", s, i, at)
				}
			}
		}
	}
}
