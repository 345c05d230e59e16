package stream

import (
	"image"
	"math/rand/v2"
	"testing"
)

func (r rectangle) std() image.Rectangle {
	return image.Rectangle{Min: image.Pt(r.minX, r.minY), Max: image.Pt(r.maxX, r.maxY)}
}

// The standard library's rectangle is the reference.
func TestRectangle(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func() rectangle {
		n := func() int { return random.IntN(6) }
		return rectangle{n(), n(), n(), n()}
	}
	for range 20_000 {
		r, s := some(), some()
		a, b := r.std(), s.std()
		if got, want := r.union(s).std(), a.Union(b); got != want && !(got.Empty() && want.Empty()) {
			t.Fatalf("%v and %v: union %v, want %v", a, b, got, want)
		}
		if r.empty() != a.Empty() || r.in(s) != a.In(b) || r.overlaps(s) != a.Overlaps(b) || r.width() != a.Dx() || r.height() != a.Dy() {
			t.Fatalf("%v and %v: %v %v %v", a, b, r.empty(), r.in(s), r.overlaps(s))
		}
	}
}
