package look

import (
	"fmt"
	"math"
	"testing"

	"framepost/api/wire"
)

// Align is checked as a browser applies it: to a frame that fills a box of 100 px height.
func TestAlign(t *testing.T) {
	sin, cos := math.Sincos(0.4)
	for _, test := range []struct {
		what string
		back wire.Affine
	}{
		{"nothing", wire.Unmoved},
		{"mirror", wire.Affine{A: -1, D: 1, E: 1}},
		{"crop", wire.Affine{A: 0.5, D: 0.25, E: 0.25, F: 0.125}},
		{"a quarter turn", wire.Affine{B: -1, C: 1, F: 1}},
		{"a turn", wire.Affine{A: 1.1 * cos, B: -1.4 * sin, C: 0.8 * sin, D: 1.2 * cos, E: -0.2, F: 0.3}},
	} {
		for _, ratio := range []float64{0.5, 1, 4. / 3} {
			var e, f, a, b, c, d float64
			css := Align(test.back, ratio)
			if _, err := fmt.Sscanf(css, "translate(%f%%,%f%%) matrix(%f,%f,%f,%f,0,0)", &e, &f, &a, &b, &c, &d); err != nil {
				t.Fatalf("%s: %s: %v", test.what, css, err)
			}
			w, h := 100*ratio, 100.0
			for _, answer := range [][2]float64{{0, 0}, {1, 0}, {0.3, 0.8}} { // shares of its sides
				x := w * (test.back.A*answer[0] + test.back.C*answer[1] + test.back.E)
				y := h * (test.back.B*answer[0] + test.back.D*answer[1] + test.back.F)
				gotX, gotY := a*x+c*y+w*e/100, b*x+d*y+h*f/100
				if math.Abs(gotX-w*answer[0]) > 0.01 || math.Abs(gotY-h*answer[1]) > 0.01 {
					t.Errorf("%s, ratio %.2f: the place at %.2f,%.2f px is laid at %.2f,%.2f", test.what, ratio, w*answer[0], h*answer[1], gotX, gotY)
				}
			}
		}
	}
}
