package paint

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// TestPaintOnChroma paints red on chroma samples that it half covers: they change by half.
func TestPaintOnChroma(t *testing.T) {
	f := filtertest.Flat(6, 4, frame.YUV420, 50)
	red := YCbCr(color.RGBA{R: 255, A: 255})
	NewBrush(f, color.RGBA{R: 255, A: 255}, 100).Rect(image.Rect(1, 0, 4, 3))
	want := [][]byte{
		{50, red[0], red[0], red[0], 50, 50}, {50, red[0], red[0], red[0], 50, 50},
		{50, red[0], red[0], red[0], 50, 50}, {50, 50, 50, 50, 50, 50},
	}
	for y, row := range filtertest.Rows(f, 0) {
		if !bytes.Equal(row, want[y]) {
			t.Errorf("luma row %d: got %v, want %v", y, row, want[y])
		}
	}
	mixed := func(quarters int) byte { return byte((planes.Neutral*(4-quarters) + int(red[2])*quarters + 2) / 4) }
	for y, want := range [][]byte{{mixed(2), mixed(4), planes.Neutral}, {mixed(1), mixed(2), planes.Neutral}} {
		if got := filtertest.Rows(f, 2)[y]; filtertest.Furthest(got, want) > 1 {
			t.Errorf("Cr row %d: got %v, want %v", y, got, want)
		}
	}
}

func TestPaintMask(t *testing.T) {
	f := filtertest.Flat(3, 2, frame.Gray, 0)
	mask := &image.Alpha{Pix: []byte{255, 128, 255, 255, 9, 255}, Stride: 3, Rect: image.Rect(0, 0, 2, 2)}
	NewBrush(f, color.RGBA{R: 200, G: 200, B: 200, A: 255}, 50).Mask(image.Pt(2, 0), mask) // half of it outside
	if got := bytes.Join(filtertest.Rows(f, 0), nil); !bytes.Equal(got, []byte{0, 0, 100, 0, 0, 100}) {
		t.Errorf("got %v", got)
	}
	NewBrush(f, color.RGBA{A: 255}, 100).Mask(image.Pt(-5, -5), mask)
	NewBrush(f, color.RGBA{A: 255}, 100).Rect(image.Rect(3, 0, 9, 9))
	if got := bytes.Join(filtertest.Rows(f, 0), nil); !bytes.Equal(got, []byte{0, 0, 100, 0, 0, 100}) {
		t.Errorf("what lies outside paints: %v", got)
	}
}
