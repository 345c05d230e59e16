package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The numbers are those of OpenCV 4.6.0: cv2.Laplacian(picture, cv2.CV_64F).var().
func TestLaplacianVarianceIsOpenCVs(t *testing.T) {
	formula := func(w, h int, value func(x, y int) int) Plane {
		p := Plane{Pix: make([]byte, (w+3)*h), Stride: w + 3, W: w, H: h}
		for y := range h {
			for x := range w {
				p.Pix[y*p.Stride+x] = byte(value(x, y))
			}
		}
		return p
	}
	tests := []struct {
		name string
		p    Plane
		want float64
	}{
		{"3×3", Plane{Pix: []byte{1, 2, 3, 4, 9, 6, 7, 8, 9}, Stride: 3, W: 3, H: 3}, 80.39506172839506},
		{"one sample", Plane{Pix: []byte{5}, Stride: 1, W: 1, H: 1}, 0},
		{"a row", Plane{Pix: []byte{1, 9, 30}, Stride: 3, W: 3, H: 1}, 710.8888888888888},
		{"a column", Plane{Pix: []byte{1, 9, 30, 255}, Stride: 1, W: 1, H: 4}, 58192.1875},
		{"the most there is", Plane{Pix: []byte{0, 255, 255, 0}, Stride: 2, W: 2, H: 2}, 1040400},
		{"37×21", formula(37, 21, func(x, y int) int { return x*x*3 + y*7 + x*y }), 71002.92605457084},
		{"64×48", formula(64, 48, func(x, y int) int { return x*37 + y*91 }), 104337.5972222222},
	}
	for _, test := range tests {
		if got := LaplacianVariance(test.p); math.Abs(got-test.want) > 1e-6 {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// TestLaplaciansVector compares rows of all lengths with the plain code, and the largest sums there
// can be: a row of 65535 samples, each as far from its neighbours as can be.
func TestLaplaciansVector(t *testing.T) {
	compare := func(above, row, below []byte) {
		sum, squares := laplaciansWithin(above, row, below)
		wantSum, wantSquares := laplaciansPlain(above, row, below)
		if sum != wantSum || squares != wantSquares {
			t.Fatalf("%d samples: got %d and %d, want %d and %d", len(row), sum, squares, wantSum, wantSquares)
		}
	}
	rnd := rand.New(rand.NewPCG(9, 9))
	rows := [3][]byte{}
	for i := range rows {
		rows[i] = make([]byte, 300)
		for x := range rows[i] {
			rows[i][x] = byte(rnd.Uint32())
		}
	}
	for n := 2; n < 300; n++ {
		compare(rows[0][:n], rows[1][:n], rows[2][:n])
	}
	for i := range rows {
		rows[i] = make([]byte, 65535)
		for x := range rows[i] {
			rows[i][x] = byte(255 * ((x + i) % 2))
		}
	}
	compare(rows[0], rows[1], rows[2])
}

func BenchmarkLaplacianVariance(b *testing.B) {
	p := Plane{Pix: make([]byte, 640*480), Stride: 640, W: 640, H: 480}
	for i := range p.Pix {
		p.Pix[i] = byte(i * i >> 5)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(p.Pix)))
	for b.Loop() {
		LaplacianVariance(p)
	}
}
