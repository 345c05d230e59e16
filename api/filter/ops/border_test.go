package ops

import (
	"bytes"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

func TestBorderLiterals(t *testing.T) {
	f := apply(t, "border:1:646464", filtertest.Flat(5, 4, frame.Gray, 7))
	want := [][]byte{{100, 100, 100, 100, 100}, {100, 7, 7, 7, 100}, {100, 7, 7, 7, 100}, {100, 100, 100, 100, 100}}
	for y, row := range filtertest.Rows(f, 0) {
		if !bytes.Equal(row, want[y]) {
			t.Errorf("row %d: got %v, want %v", y, row, want[y])
		}
	}
	if f := apply(t, "border:0", filtertest.Flat(5, 4, frame.Gray, 7)); !filtertest.Same(f, filtertest.Flat(5, 4, frame.Gray, 7)) {
		t.Error("a border of 0 px paints")
	}
	if f := apply(t, "border:1024:black", filtertest.Flat(5, 3, frame.YUV420, 7)); !filtertest.Same(f, filtertest.Flat(5, 3, frame.YUV420, 0)) {
		t.Error("a border wider than the picture leaves some of it")
	}
}

// TestPaintKeepsGrey paints grey onto a picture without chroma, and then a colour.
func TestPaintKeepsGrey(t *testing.T) {
	f := filtertest.Flat(8, 8, frame.Gray, 0)
	if apply(t, "border:2:white", f).Sampling() != frame.Gray {
		t.Error("white needs chroma")
	}
	if apply(t, "border:2:red", f).Sampling() != frame.YUV420 || filtertest.Rows(f, 2)[0][0] < 200 || filtertest.Rows(f, 2)[2][2] != planes.Neutral {
		t.Errorf("red in a grey picture: sampling %d", f.Sampling())
	}
}

func TestGridLiterals(t *testing.T) {
	f := apply(t, "grid:3:2:1:white:100", filtertest.Flat(9, 4, frame.Gray, 0))
	want := [][]byte{
		{0, 0, 0, 255, 0, 0, 255, 0, 0}, {0, 0, 0, 255, 0, 0, 255, 0, 0},
		{255, 255, 255, 255, 255, 255, 255, 255, 255}, {0, 0, 0, 255, 0, 0, 255, 0, 0},
	}
	for y, row := range filtertest.Rows(f, 0) {
		if !bytes.Equal(row, want[y]) {
			t.Errorf("row %d: got %v, want %v", y, row, want[y])
		}
	}
	if f := apply(t, "grid:1:1", filtertest.Flat(9, 4, frame.Gray, 0)); !filtertest.Same(f, filtertest.Flat(9, 4, frame.Gray, 0)) {
		t.Error("one part has lines")
	}
}
