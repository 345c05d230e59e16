package wire

import (
	"math"
	"testing"
)

// at returns where m maps a place.
func at(m Affine, x, y float64) (float64, float64) {
	return m.A*x + m.C*y + m.E, m.B*x + m.D*y + m.F
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestAffine(t *testing.T) {
	sin, cos := math.Sincos(0.3)
	for _, test := range []struct {
		m        Affine
		text     string
		x, y     float64
		toX, toY float64
	}{
		{Unmoved, "1,0,0,1,0,0", 0.3, 0.6, 0.3, 0.6},
		{Affine{-1, 0, 0, 1, 1, 0}, "-1,0,0,1,1,0", 0.25, 0.5, 0.75, 0.5},
		{Affine{0.5, 0, 0, 0.25, 0.125, 0.5}, "0.5,0,0,0.25,0.125,0.5", 1, 1, 0.625, 0.75},
		{Affine{0, 1, -1, 0, 1, 0}, "0,1,-1,0,1,0", 0, 0.25, 0.75, 0},
		{Affine{1. / 3, 0, 0, 1, -1e-9, 0}, "0.3333333,0,0,1,0,0", 0.9, 0, 0.3, 0},
		{Affine{cos, sin, -sin, cos, 0, 0}, "0.9553365,0.2955202,-0.2955202,0.9553365,0,0", 1, 0, cos, sin},
	} {
		if got := test.m.String(); got != test.text {
			t.Errorf("%v is written %s, want %s", test.m, got, test.text)
		}
		read := ParseAffine(test.text)
		if x, y := at(read, test.x, test.y); !near(x, test.toX) || !near(y, test.toY) {
			t.Errorf("%s maps %v,%v to %v,%v, want %v,%v", test.text, test.x, test.y, x, y, test.toX, test.toY)
		}
		back := read.Then(read.Inverse())
		if x, y := at(back, 0.3, 0.8); !near(x, 0.3) || !near(y, 0.8) || !back.Known() {
			t.Errorf("%s and back is %v", test.text, back)
		}
		crop := Affine{0.5, 0, 0, 0.25, 0.125, 0.5}
		x, y := at(read, 0.7, 0.2)
		x, y = at(crop, x, y)
		if gotX, gotY := at(read.Then(crop), 0.7, 0.2); !near(gotX, x) || !near(gotY, y) {
			t.Errorf("%s and then a crop: %v,%v, want %v,%v", test.text, gotX, gotY, x, y)
		}
	}
}

func TestNoAffine(t *testing.T) {
	for _, text := range []string{"", "1,0,0,1,0", "1,0,0,1,0,0,0", "1,0,0,x,0,0", "1,0,0,NaN,0,0", "1,0,0,+Inf,0,0", "0,0,0,0,0,0", "1,2,2,4,0,0"} {
		m := ParseAffine(text)
		if m.Known() || m.Inverse() != (Affine{}) || m.Then(Unmoved) != (Affine{}) || Unmoved.Then(m) != (Affine{}) {
			t.Errorf("%q is read as %v", text, m)
		}
	}
}

func FuzzParseAffine(f *testing.F) {
	for _, seed := range []string{"", "1,0,0,1,0,0", "-1,0,0,1,1,0", "1e300,1,1,1e300,0,0", "0.1, 2,3,4,5,-0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := ParseAffine(text)
		if !m.Known() {
			return
		}
		if math.Abs(m.A)+math.Abs(m.B)+math.Abs(m.C)+math.Abs(m.D)+math.Abs(m.E)+math.Abs(m.F) > 1e6 {
			return
		}
		again := ParseAffine(m.String())
		for _, place := range [][2]float64{{0, 0}, {1, 0}, {0, 1}} {
			x, y := at(m, place[0], place[1])
			if gotX, gotY := at(again, place[0], place[1]); !near(x, gotX) || !near(y, gotY) {
				t.Errorf("%q maps %v to %v,%v, and after writing it again to %v,%v", text, place, x, y, gotX, gotY)
			}
		}
	})
}
