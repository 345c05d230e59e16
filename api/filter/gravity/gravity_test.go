package gravity

import (
	"image"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

func TestFaces(t *testing.T) {
	left, right := image.Rect(10, 20, 30, 40), image.Rect(70, 50, 80, 60)
	tests := []struct {
		name  string
		faces []image.Rectangle
		size  image.Point
		want  image.Point
	}{
		{"one, in the middle of what is kept", []image.Rectangle{right}, image.Pt(40, 80), image.Pt(55, 0)},
		{"one at the edge", []image.Rectangle{left}, image.Pt(60, 80), image.Pt(0, 0)},
		{"both fit", []image.Rectangle{left, right}, image.Pt(80, 80), image.Pt(5, 0)},
		{"both fit exactly", []image.Rectangle{left, right}, image.Pt(70, 80), image.Pt(10, 0)},
		{"only the larger one fits, and it stays whole", []image.Rectangle{left, right}, image.Pt(25, 80), image.Pt(10, 0)},
		{"from top to bottom", []image.Rectangle{right}, image.Pt(100, 30), image.Pt(0, 40)},
		{"none", []image.Rectangle{}, image.Pt(50, 80), image.Pt(25, 0)},
		{"beyond the edge", []image.Rectangle{image.Rect(90, -5, 120, 10)}, image.Pt(40, 80), image.Pt(60, 0)},
	}
	for _, test := range tests {
		f := filtertest.Flat(100, 80, frame.Gray, 0)
		f.Faces = test.faces
		if got := Faces(f, test.size); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// detailed returns a grey picture with a pattern in r.
func detailed(w, h int, r image.Rectangle) *frame.Frame {
	f := filtertest.Flat(w, h, frame.YUV420, 100)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			f.Planes()[0].Row(y)[x] = byte(60 + 100*((x/4+y/4)%2))
		}
	}
	return f
}

func TestEnergy(t *testing.T) {
	tests := []struct {
		name      string
		w, h      int
		detail    image.Rectangle
		size      image.Point
		want      image.Point
		tolerance int // px that a sample of the plane that is looked at covers
	}{
		{"small", 200, 100, image.Rect(120, 40, 160, 80), image.Pt(100, 100), image.Pt(90, 0), 1},
		{"at the left", 200, 100, image.Rect(0, 0, 20, 20), image.Pt(100, 100), image.Pt(0, 0), 0},
		{"at the right", 200, 100, image.Rect(180, 0, 200, 20), image.Pt(100, 100), image.Pt(100, 0), 0},
		{"large", 1000, 300, image.Rect(500, 100, 580, 200), image.Pt(300, 300), image.Pt(390, 0), 6},
		{"high", 60, 600, image.Rect(10, 400, 40, 440), image.Pt(60, 120), image.Pt(0, 360), 4},
		{"none", 201, 100, image.Rectangle{}, image.Pt(100, 100), image.Pt(50, 0), 1},
		{"one pixel of many", 500, 1, image.Rect(300, 0, 301, 1), image.Pt(1, 1), image.Pt(300, 0), 4},
		{"all", 64, 48, image.Rect(0, 0, 5, 5), image.Pt(64, 48), image.Pt(0, 0), 0},
	}
	for _, test := range tests {
		got := Energy(detailed(test.w, test.h, test.detail), test.size)
		if d := got.Sub(test.want); max(d.X, -d.X, d.Y, -d.Y) > test.tolerance {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
		if kept := (image.Rectangle{Min: got, Max: got.Add(test.size)}); !kept.In(image.Rect(0, 0, test.w, test.h)) {
			t.Errorf("%s: %v is not in the picture", test.name, kept)
		}
	}
}

// The slow way adds up each part anew.
func TestFullest(t *testing.T) {
	counts := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9}
	for size := 1; size <= len(counts); size++ {
		for near := -3; near < 20; near++ {
			best, most := -1, -1
			for at := 0; at+size <= len(counts); at++ {
				sum := 0
				for _, n := range counts[at : at+size] {
					sum += n
				}
				if sum > most || sum == most && distance(at, near) < distance(best, near) {
					best, most = at, sum
				}
			}
			if got := fullest(counts, size, near); got != best {
				t.Errorf("%d near %d begin at %d, want %d", size, near, got, best)
			}
		}
	}
}

func BenchmarkEnergy(b *testing.B) {
	f := detailed(640, 480, image.Rect(400, 100, 500, 200))
	b.ReportAllocs()
	for b.Loop() {
		Energy(f, image.Pt(480, 480))
	}
}
