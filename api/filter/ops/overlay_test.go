package ops

import (
	"image"
	"strings"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/frame"
)

// changed returns the bounding box of the luma samples that differ.
func changed(f, g *frame.Frame) (box image.Rectangle) {
	others := filtertest.Rows(g, 0)
	for y, row := range filtertest.Rows(f, 0) {
		for x, v := range row {
			if v != others[y][x] {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestOverlayPositions(t *testing.T) {
	const w, h = 300, 200
	places := map[string]image.Point{ // corner of a 60×60 px picture, 10 px away from the edges
		"top-left": {10, 10}, "top": {120, 10}, "top-right": {230, 10},
		"left": {10, 70}, "centre": {120, 70}, "right": {230, 70},
		"bottom-left": {10, 130}, "bottom": {120, 130}, "bottom-right": {230, 130},
	}
	for _, position := range paint.Positions {
		got := changed(apply(t, "overlay:stamp:"+position+":20:100:10", filtertest.Flat(w, h, frame.YUV420, 0)), filtertest.Flat(w, h, frame.YUV420, 0))
		if at := places[position]; got != image.Rect(at.X, at.Y, at.X+60, at.Y+60) {
			t.Errorf("%s: %v has changed, want the corner at %v", position, got, at)
		}
	}
}

func TestOverlaySizes(t *testing.T) {
	for chain, want := range map[string]image.Point{ // on a frame of 300×200
		"overlay:stamp:centre:10":      {30, 30},
		"overlay:stamp:centre:100":     {200, 200}, // no higher than the frame
		"overlay:veil:centre:100:100":  {267, 200},
		"overlay:stamp:centre:1":       {3, 3},
		"overlay:stamp:centre:50.5":    {152, 152},
		"overlay:stamp:top:20:100:50%": {60, 60},
	} {
		// The corners of the pictures are transparent and may be unchanged.
		got := changed(apply(t, chain, filtertest.Flat(300, 200, frame.Gray, 200)), filtertest.Flat(300, 200, frame.Gray, 200))
		if d := got.Size().Sub(want); d.X < -2 || d.X > 0 || d.Y < -2 || d.Y > 0 {
			t.Errorf("%s changes %v, want %v", chain, got, want)
		}
	}
}

func TestOverlayOpacity(t *testing.T) {
	plain := filtertest.Flat(100, 100, frame.YUV420, 200)
	if f := apply(t, "overlay:stamp:centre:50:0", filtertest.Flat(100, 100, frame.YUV420, 200)); !filtertest.Same(f, plain) {
		t.Error("an overlay of 0 % is seen")
	}
	// The middle of the veil is transparent, its corners are black.
	f := apply(t, "overlay:veil:centre:100:50:0", filtertest.Flat(64, 48, frame.Gray, 200))
	if got := []byte{filtertest.Rows(f, 0)[0][0], filtertest.Rows(f, 0)[24][32]}; got[0] != 100 || got[1] != 200 {
		t.Errorf("the corner is %d, want 100; the middle %d, want 200", got[0], got[1])
	}
}

func TestOverlayRefusesOtherPictures(t *testing.T) {
	_, err := registry.Parse("overlay:nosuch")
	if err == nil || !strings.Contains(err.Error(), "one of stamp, veil") {
		t.Errorf("another picture: %v", err)
	}
	if _, err := Registry().Parse("overlay"); err == nil {
		t.Error("a registry without pictures has the operation")
	}
}

func BenchmarkOverlay(b *testing.B) {
	for _, size := range []string{"20", "100"} {
		b.Run(size, func(b *testing.B) { benchmark(b, "overlay:size="+size) })
	}
}
