package thumbhash

import (
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"testing"
)

func formula(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{byte(x*x*7 + y*y*3), byte(y*y*9 + 5*x), byte(x*y*y + 11*x), 255})
		}
	}
	return img
}

// The hashes are those of go.n16f.net/thumbhash v1.1.0, a port of the reference implementation.
func TestOf(t *testing.T) {
	tests := []struct {
		w, h int
		want string
	}{
		{1, 1, "AAgCBwAAAAAAAAAAAAAAAAAAAAAAAAAA"},
		{32, 24, "HggGHYQwVVRVZWZlQjVxVPl4+FZJ"},
		{24, 32, "HggGHQQyNBBotygmUUM3g7+GmtUJ"},
		{100, 7, "H/gFCYJTIElJNnZ2xA+m448="},
		{33, 33, "HggCFwQTY0IFh3amQlVEJlFVxY+GefYE"},
		{2, 100, "2CkKUQZwh3iIhIZWj3iIB0g="},
	}
	for _, test := range tests {
		if got := base64.StdEncoding.EncodeToString(Of(formula(test.w, test.h))); got != test.want {
			t.Errorf("%d×%d: got %s, want %s", test.w, test.h, got, test.want)
		}
	}
}

// A flat picture has no waves, and its mean colour stands in the first three bytes.
func TestOfFlat(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 9, 5))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	hash := Of(img)
	if got, want := fmt.Sprintf("%x", hash[:3]), "3f0802"; got != want {
		t.Errorf("white begins with %s, want %s", got, want)
	}
}

func BenchmarkOf(b *testing.B) {
	img := formula(MaxSide, 75)
	b.ReportAllocs()
	for b.Loop() {
		Of(img)
	}
}
