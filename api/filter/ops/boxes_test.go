package ops

import (
	"image"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// TestBoxLiterals draws a grey box on a small grey picture, whose bars are 2 px wide.
func TestBoxLiterals(t *testing.T) {
	f := filtertest.Flat(9, 8, frame.Gray, 10)
	f.Boxes = []frame.Box{{Rectangle: image.Rect(1, 1, 8, 7), Score: 1}}
	apply(t, "boxes:colour=white", f)
	want := []string{
		".........",
		".#######.",
		".#######.",
		".##...##.",
		".##...##.",
		".#######.",
		".#######.",
		".........",
	}
	for y, row := range filtertest.Rows(f, 0) {
		for x, v := range row {
			level := byte(10)
			if want[y][x] == '#' {
				level = 255
			}
			if v != level {
				t.Errorf("at %d, %d: got %d, want %d", x, y, v, level)
			}
		}
	}
}

func TestNoBoxesChangeNothing(t *testing.T) {
	for _, s := range filtertest.Samplings {
		if f := apply(t, "boxes", filtertest.Picture(123, 77, s)); !filtertest.Same(f, filtertest.Picture(123, 77, s)) {
			t.Errorf("sampling %d changes", s)
		}
	}
}

// TestBoxLabels checks that a label lies on a plain ground of the box's colour beside the box, and
// that letters and ground differ by half the range at least: it is legible on any picture.
func TestBoxLabels(t *testing.T) {
	for _, colour := range []string{"white", "black", "#00c060", "yellow", "blue"} {
		f := filtertest.Picture(320, 240, frame.YUV420)
		f.Boxes = []frame.Box{{Rectangle: image.Rect(100, 100, 200, 180), Label: "traffic light", Score: 0.93}}
		apply(t, "boxes:size=20:colour="+colour, f)
		lo, hi := byte(255), byte(0)
		for y := 86; y < 98; y++ { // inside the tag above the box
			for _, v := range f.Planes()[0].Row(y)[104:200] {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
		if hi-lo < 128 {
			t.Errorf("%s: from %d to %d", colour, lo, hi)
		}
	}
}

// TestBoxesAnywhere draws boxes that are partly or wholly outside, many over each other, and
// labels that are too long or that no font has.
func TestBoxesAnywhere(t *testing.T) {
	long := "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
	for _, size := range sizes {
		for _, s := range filtertest.Samplings {
			f := filtertest.Picture(size[0], size[1], s)
			for _, label := range []string{"", " ", "猫 cat", long} {
				for _, r := range []image.Rectangle{image.Rect(-5, -5, 3, 3), image.Rect(0, 0, 1, 1), image.Rect(-9, -9, 99, 99),
					image.Rect(5, 5, 20, 20), image.Rect(100, 100, 120, 120), {}} {
					f.Boxes = append(f.Boxes, frame.Box{Rectangle: r, Label: label, Score: 0.5})
				}
			}
			f.Faces = []image.Rectangle{image.Rect(1, 1, 9, 9)}
			for _, chain := range []string{"boxes", "boxes:none", "boxes:label:128:red"} {
				apply(t, chain, f)
			}
		}
	}
	if got := writable("猫 cat"); got != "? cat" {
		t.Errorf("got %q", got)
	}
}

func BenchmarkBoxes(b *testing.B) {
	f := filtertest.Picture(640, 480, frame.YUV420)
	for i := range 8 {
		f.Boxes = append(f.Boxes, frame.Box{Rectangle: image.Rect(60*i, 50*i, 60*i+90, 50*i+100), Label: "person", Score: 0.9})
	}
	b.ReportAllocs()
	for b.Loop() {
		apply(b, "boxes", f)
	}
}
