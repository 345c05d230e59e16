package ops

import (
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// TestHistogramShows draws two values, one three times as often as the other, and checks for two
// bars in their places.
func TestHistogramShows(t *testing.T) {
	f := filtertest.Flat(512, 512, frame.Gray, 64)
	for _, row := range filtertest.Rows(f, 0)[:128] {
		planes.FillRow(row, 192)
	}
	apply(t, "histogram:bottom-right:256", f)
	left, top := 512-256-10, 512-128-10
	bar := func(value int) (height int) {
		for y := top; y < top+128; y++ {
			if filtertest.Rows(f, 0)[y][left+value] > 150 {
				height++
			}
		}
		return height
	}
	if common, rare := bar(64), bar(192); common != 128 || rare != 128 {
		t.Errorf("the bars are %d and %d high", common, rare)
	}
	if empty := bar(100); empty != 0 {
		t.Errorf("a value that does not occur has %d", empty)
	}
	if v := filtertest.Rows(f, 0)[top][left-1]; v != 64 {
		t.Errorf("beside the diagram is %d", v)
	}
	if v := filtertest.Rows(f, 0)[top][left]; v != 32 {
		t.Errorf("the ground of the diagram is %d, want half of 64", v)
	}
}
