package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

func TestSobelLiterals(t *testing.T) {
	p := literal(
		[]byte{0, 0, 10, 10},
		[]byte{0, 0, 10, 10},
		[]byte{3, 3, 13, 13},
		[]byte{3, 3, 255, 13},
	)
	Sobel(p, p)
	want := literal(
		[]byte{0, 40, 40, 0},
		[]byte{12, 42, 42, 12},
		[]byte{12, 255, 255, 255},
		[]byte{0, 255, 255, 255},
	)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), want.Row(y)) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want.Row(y))
		}
	}
}

func TestSobel(t *testing.T) {
	compare(t, 0, Sobel, func(p Plane, x, y int) float64 {
		gx := p.at(x+1, y-1) + 2*p.at(x+1, y) + p.at(x+1, y+1) - p.at(x-1, y-1) - 2*p.at(x-1, y) - p.at(x-1, y+1)
		gy := p.at(x-1, y+1) + 2*p.at(x, y+1) + p.at(x+1, y+1) - p.at(x-1, y-1) - 2*p.at(x, y-1) - p.at(x+1, y-1)
		return min(math.Hypot(float64(gx), float64(gy)), 255)
	})
}

// vectorIsPlain compares the version in use with the plain one, at every length. Both compute a
// row from the rows within reach.
func vectorIsPlain(t *testing.T, reach int, chosen func([]byte, [][]byte), plain func([]byte, [][]byte, int)) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 200; n++ {
		var rows [][]byte
		for range 2*reach + 1 {
			row := randomRow(rnd, n+2*reach)
			for i := range row {
				row[i] &= byte(0xFF >> (n % 5)) // where results are not all at their limit
			}
			rows = append(rows, row)
		}
		want, got := make([]byte, n), make([]byte, n+1)
		plain(want, rows, 0)
		if chosen(got[:n], rows); !bytes.Equal(got[:n], want) || got[n] != 0 {
			t.Fatalf("length %d: got %v, want %v", n, got, want)
		}
	}
}

func TestSobelVectorIsPlain(t *testing.T)   { vectorIsPlain(t, 1, sobel, sobelPlain) }
func TestMedian3VectorIsPlain(t *testing.T) { vectorIsPlain(t, 1, median3, median3Plain) }

func BenchmarkSobel(b *testing.B) {
	dst, src := benchPlanes(b)
	for b.Loop() {
		Sobel(dst, src)
	}
}
