package frame

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"framepost/api/kernel"
)

// turns lists all turns.
var turns = []Turn{Upright, FlipX, FlipY, Rotate180, Transpose, Rotate90, Rotate270, Transpose | Rotate180}

// picture is a small picture of one byte a pixel, which the tests turn pixel by pixel.
type picture []string

// turn does what the constants say: it exchanges rows and columns first.
func (p picture) turn(t Turn) picture {
	if t&Transpose != 0 {
		q := make(picture, len(p[0]))
		for _, row := range p {
			for x := range row {
				q[x] += row[x : x+1]
			}
		}
		p = q
	}
	q := make(picture, len(p))
	for y, row := range p {
		if t&FlipX != 0 {
			turned := ""
			for _, c := range row {
				turned = string(c) + turned
			}
			row = turned
		}
		if t&FlipY != 0 {
			y = len(p) - 1 - y
		}
		q[y] = row
	}
	return q
}

func (p picture) crop(r image.Rectangle) picture {
	var q picture
	for _, row := range p[r.Min.Y:r.Max.Y] {
		q = append(q, row[r.Min.X:r.Max.X])
	}
	return q
}

// frame returns a frame with p in every plane.
func (p picture) frame(s Sampling) *Frame {
	f := New(len(p[0]), len(p), s)
	for _, plane := range f.Planes() {
		for y, row := range p {
			copy(plane.Row(y), row)
		}
	}
	return f
}

// check compares each plane of f with p.
func (p picture) check(t *testing.T, f *Frame, what any) {
	t.Helper()
	if f.W != len(p[0]) || f.H != len(p) {
		t.Fatalf("%+v: %d×%d, want %d×%d", what, f.W, f.H, len(p[0]), len(p))
	}
	for i, plane := range f.Planes() {
		for y, row := range p {
			if got := plane.Row(y); string(got) != row {
				t.Fatalf("%+v: plane %d, row %d is %q, want %q", what, i, y, got, row)
			}
		}
	}
}

func TestTurnThen(t *testing.T) {
	p := picture{"abc", "def"}
	for _, first := range turns {
		for _, second := range turns {
			both := first.Then(second)
			got, want := p.turn(both), p.turn(first).turn(second)
			for y := range want {
				if len(got) != len(want) || got[y] != want[y] {
					t.Errorf("%d, then %d: %q by %d, want %q", first, second, got, both, want)
				}
			}
		}
	}
}

// The pictures of the eight values in EXIF 2.32, of a scene "ab", "cd", "ef". With value 6, for
// example, the camera lies on its right side, and its first row shows the right edge.
func TestOriented(t *testing.T) {
	for orientation, stored := range map[int]picture{
		1: {"ab", "cd", "ef"}, 2: {"ba", "dc", "fe"}, 3: {"fe", "dc", "ba"}, 4: {"ef", "cd", "ab"},
		5: {"ace", "bdf"}, 6: {"bdf", "ace"}, 7: {"fdb", "eca"}, 8: {"eca", "fdb"},
		0: {"ab", "cd", "ef"}, 9: {"ab", "cd", "ef"}, -1: {"ab", "cd", "ef"},
	} {
		got := stored.turn(Oriented(orientation))
		if len(got) != 3 || got[0] != "ab" || got[1] != "cd" || got[2] != "ef" {
			t.Errorf("orientation %d is shown as %q", orientation, got)
		}
	}
}

func TestTransformTurns(t *testing.T) {
	p := picture{"abc", "def"}
	for _, turn := range turns {
		for _, s := range []Sampling{Gray, YUV444} {
			f := p.frame(s)
			f.Transform(Turned(3, 2, turn))
			p.turn(turn).check(t, f, turn)
		}
	}
}

// Each pixel of the result shows the pixel that its middle is mapped back to.
func TestGeometryBack(t *testing.T) {
	p := picture{"abcde", "fghij", "klmno"}
	for _, turn := range turns {
		for _, crop := range []image.Rectangle{image.Rect(0, 0, 5, 3), image.Rect(1, 1, 4, 3), image.Rect(4, 0, 5, 2)} {
			shown := p.crop(crop).turn(turn)
			g := Cropped(crop).Then(Turned(crop.Dx(), crop.Dy(), turn))
			back := g.To(640, 480).Back(5, 3)
			for y, row := range shown {
				for x := range row {
					u, v := (float64(x)+0.5)/float64(len(row)), (float64(y)+0.5)/float64(len(shown))
					column, line := 5*(back.A*u+back.C*v+back.E), 3*(back.B*u+back.D*v+back.F)
					if got := p[int(line)][int(column)]; got != row[x] {
						t.Errorf("%v after a crop to %v: %d,%d shows %c and is mapped to %c", turn, crop, x, y, row[x], got)
					}
				}
			}
		}
	}
}

// Any sequence of crops and turns is one geometry, which has the same result to the byte.
func TestGeometryThen(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		p := make(picture, 1+r.IntN(40))
		row := make([]byte, 1+r.IntN(40))
		for y := range p {
			for x := range row {
				row[x] = byte('!' + r.IntN(90))
			}
			p[y] = string(row)
		}
		s := []Sampling{Gray, YUV444}[r.IntN(2)]
		once, singly := p.frame(s), p.frame(s)
		all := Keep(once.W, once.H)
		var steps []Geometry
		for range 1 + r.IntN(6) {
			next := Turned(all.W, all.H, turns[r.IntN(len(turns))])
			if r.IntN(2) == 0 {
				x, y := r.IntN(all.W), r.IntN(all.H)
				next = Cropped(image.Rect(x, y, x+1+r.IntN(all.W-x), y+1+r.IntN(all.H-y)))
			}
			if !all.Composes(next) {
				t.Fatalf("%+v does not take %+v", all, next)
			}
			steps, all = append(steps, next), all.Then(next)
			singly.Transform(next)
			p = p.crop(next.Crop).turn(next.Turn)
		}
		once.Transform(all)
		p.check(t, singly, steps)
		p.check(t, once, steps)
	}
}

func TestComposes(t *testing.T) {
	half := Resized(8, 6, 4, 3, kernel.Area)
	for _, c := range []struct {
		name        string
		first, next Geometry
		want        bool
	}{
		{"turn, resize", Turned(6, 8, Rotate90), half, true},
		{"crop, resize", Cropped(image.Rect(1, 1, 9, 7)), half, true},
		{"resize, turn", half, Turned(4, 3, Rotate90), true},
		{"resize, nothing", half, Keep(4, 3), true},
		{"resize, crop", half, Cropped(image.Rect(0, 0, 3, 3)), false},
		{"resize, resize", half, Resized(4, 3, 8, 6, kernel.Linear), false},
		{"resize to the same, crop", Resized(8, 6, 8, 6, kernel.Area), Cropped(image.Rect(0, 0, 3, 3)), true},
	} {
		if got := c.first.Composes(c.next); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	want := Geometry{Crop: image.Rect(1, 1, 9, 7), Turn: Rotate90, W: 3, H: 4, Scaling: kernel.Area}
	got := Cropped(image.Rect(1, 1, 9, 7)).Then(half).Then(Turned(4, 3, Rotate90))
	if got != want {
		t.Errorf("crop, resize, turn is %+v, want %+v", got, want)
	}
}

// A sequence that ends with a resize has the same result as its steps one by one, except for
// the rounding between the resize's two passes, whose order a turn exchanges.
func TestResizeAfterTurn(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		p := make(picture, 8+r.IntN(30))
		row := make([]byte, 8+r.IntN(30))
		for y := range p {
			for x := range row {
				row[x] = byte(r.IntN(128))
			}
			p[y] = string(row)
		}
		once, singly := p.frame(Gray), p.frame(Gray)
		turned := Cropped(image.Rect(1, 2, once.W-3, once.H-1)).Then(Turned(once.W-4, once.H-3, turns[r.IntN(8)]))
		resized := Resized(turned.W, turned.H, 1+r.IntN(50), 1+r.IntN(50), kernel.Auto)
		once.Transform(turned.Then(resized))
		singly.Transform(turned)
		singly.Transform(resized)
		exact := turned.Turn&Transpose == 0
		for y := range once.H {
			a, b := once.planes[0].Row(y), singly.planes[0].Row(y)
			if exact && !bytes.Equal(a, b) {
				t.Fatalf("%+v: row %d is %v; in two steps %v", turned.Then(resized), y, a, b)
			}
			for x := range a {
				if d := int(a[x]) - int(b[x]); d < -1 || d > 1 {
					t.Fatalf("%+v: sample %d, %d is %d; in two steps %d", turned.Then(resized), x, y, a[x], b[x])
				}
			}
		}
	}
}
