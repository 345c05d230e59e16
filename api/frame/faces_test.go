package frame

import (
	"image"
	"slices"
	"testing"

	"framepost/api/kernel"
)

// TestMoveIsWhereTheSamplesGo draws a box, transforms the picture and looks for the box.
func TestMoveIsWhereTheSamplesGo(t *testing.T) {
	box := image.Rect(3, 2, 8, 5)
	for _, turn := range turns {
		for _, crop := range []image.Rectangle{image.Rect(0, 0, 14, 9), image.Rect(2, 1, 11, 9), image.Rect(5, 0, 14, 4), image.Rect(9, 6, 14, 9)} {
			for _, zoom := range []int{1, 3} {
				f := New(14, 9, Gray)
				for y := range f.H {
					row := f.Planes()[0].Row(y)
					for x := range row {
						row[x] = 0
						if image.Pt(x, y).In(box) {
							row[x] = 255
						}
					}
				}
				f.Faces = []image.Rectangle{box}
				g := Cropped(crop).Then(Turned(crop.Dx(), crop.Dy(), turn))
				g = g.Then(Resized(g.W, g.H, zoom*g.W, zoom*g.H, kernel.Nearest))
				f.Transform(g)

				var want []image.Rectangle
				if painted := whereLight(f); !painted.Empty() {
					want = append(want, painted)
				}
				if !slices.Equal(f.Faces, want) || f.Faces == nil {
					t.Errorf("turn %d, crop %v, zoom %d: faces at %v, painted at %v", turn, crop, zoom, f.Faces, want)
				}
			}
		}
	}
}

// whereLight returns the bounding box of all samples that are not 0.
func whereLight(f *Frame) (box image.Rectangle) {
	for y := range f.H {
		for x, v := range f.Planes()[0].Row(y) {
			if v != 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestMoveRoundsOutwards(t *testing.T) {
	g := Resized(10, 10, 7, 3, kernel.Auto)
	if got, want := g.Move(image.Rect(1, 4, 2, 5)), image.Rect(0, 1, 2, 2); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFacesStay(t *testing.T) {
	f := New(20, 10, YUV422)
	if f.Transform(Turned(20, 10, FlipX)); f.Faces != nil {
		t.Errorf("faces that nobody has looked for: %v", f.Faces)
	}
	f.Faces = []image.Rectangle{image.Rect(1, 2, 3, 4)}
	f.NRGBA()
	f.Planes()
	f.Become(New(20, 10, Gray))
	if !slices.Equal(f.Faces, []image.Rectangle{image.Rect(1, 2, 3, 4)}) {
		t.Errorf("got %v", f.Faces)
	}
	g := New(20, 10, Gray)
	g.Faces = []image.Rectangle{}
	if f.Become(g); len(f.Faces) != 0 {
		t.Errorf("got %v of a picture that has none", f.Faces)
	}
	f.Release()
}

// Boxes move as faces do, and keep what else is known of them.
func TestBoxesMoveAlong(t *testing.T) {
	f := New(20, 10, YUV420)
	f.Boxes = []Box{{image.Rect(1, 2, 5, 6), "cat", 0.5}, {image.Rect(16, 0, 18, 2), "gone", 1}}
	f.Transform(Cropped(image.Rect(0, 0, 15, 10)).Then(Turned(15, 10, FlipX)))
	f.Become(New(15, 10, Gray))
	if want := []Box{{image.Rect(10, 2, 14, 6), "cat", 0.5}}; !slices.Equal(f.Boxes, want) {
		t.Errorf("got %v, want %v", f.Boxes, want)
	}
	if f.Transform(Cropped(image.Rect(0, 0, 1, 1))); f.Boxes == nil || len(f.Boxes) != 0 {
		t.Errorf("got %v of a part that has none", f.Boxes)
	}
	f.Release()
}
