package paint

import (
	"slices"
	"testing"
)

// TestTextShape renders an l and an o: a bar and a ring.
func TestTextShape(t *testing.T) {
	mask, _ := typeset("l o", 40, 400, 400)
	row := mask.Pix[mask.Stride*30:][:mask.Rect.Dx()] // through the middle of the small letters
	var runs []int                                    // lengths of ink
	for x, v := range row {
		switch {
		case v > 128 && (x == 0 || row[x-1] <= 128):
			runs = append(runs, 1)
		case v > 128:
			runs[len(runs)-1]++
		}
	}
	if len(runs) != 3 || slices.Max(runs) > 7 || slices.Min(runs) < 2 {
		t.Errorf("strokes of %v px, want three of about 4", runs)
	}
}
