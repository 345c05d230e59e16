package kernel

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCannyLiterals has an edge of 4·90 and one of 4·25. Of two samples that are equally
// far from the step, the first is the edge.
func TestCannyLiterals(t *testing.T) {
	for _, test := range []struct {
		low, high int
		want      []byte
	}{
		{50, 300, []byte{0, 0, 255, 0, 0, 0, 0, 0}},
		{50, 90, []byte{0, 0, 255, 0, 0, 255, 0, 0}},
		{90, 50, []byte{0, 0, 255, 0, 0, 255, 0, 0}},
		{360, 360, []byte{0, 0, 0, 0, 0, 0, 0, 0}},
	} {
		row := []byte{0, 0, 0, 90, 90, 90, 115, 115}
		p := literal(row, row, row)
		Canny(p, p, test.low, test.high)
		for y := range p.H {
			if !bytes.Equal(p.Row(y), test.want) {
				t.Errorf("%d, %d: row %d is %v, want %v", test.low, test.high, y, p.Row(y), test.want)
			}
		}
	}
}

func TestCannyConnects(t *testing.T) {
	e := newEdges(9, 4)
	defer e.memory.Release()
	copy(e.row(0), []byte{1, 0, 0, 0, 1, 1, 0, 0, 2})
	copy(e.row(1), []byte{0, 1, 0, 1, 0, 0, 0, 0, 0})
	copy(e.row(2), []byte{1, 0, 2, 0, 0, 1, 0, 1, 1})
	copy(e.row(3), []byte{0, 0, 0, 0, 1, 0, 0, 1, 1})
	e.connect(t.Context())
	for y, want := range [][]byte{
		{255, 0, 0, 0, 255, 255, 0, 0, 255},
		{0, 255, 0, 255, 0, 0, 0, 0, 0},
		{255, 0, 255, 0, 0, 0, 0, 0, 0},
		{0, 0, 0, 0, 0, 0, 0, 0, 0},
	} {
		got := make([]byte, 9)
		if e.draw(got, y); !bytes.Equal(got, want) {
			t.Errorf("row %d is %v, want %v", y, got, want)
		}
	}
}

// TestCanny compares with the steps taken one after the other on whole planes, with
// floating point for directions.
func TestCanny(t *testing.T) {
	for _, thresholds := range [][2]int{{0, 0}, {50, 150}, {200, 100}, {2040, 2040}} {
		for _, size := range oddSizes {
			src := noisy(size[0], size[1])
			Gaussian(src, src, 1, 1)
			dst, want := guarded(src.W, src.H), slowCanny(src, thresholds[0], thresholds[1])
			label := fmt.Sprintf("%v on %d×%d", thresholds, src.W, src.H)
			Canny(dst, src, thresholds[0], thresholds[1])
			for y := range dst.H {
				if !bytes.Equal(dst.Row(y), want.Row(y)) {
					t.Fatalf("%s: row %d is %v, want %v", label, y, dst.Row(y), want.Row(y))
				}
			}
			Canny(src, src, thresholds[0], thresholds[1])
			if !bytes.Equal(src.Pix, dst.Pix) {
				t.Fatalf("%s: other edges when written over the plane itself", label)
			}
			keepsGuard(t, label, dst)
		}
	}
}

func slowCanny(src Plane, low, high int) Plane {
	low, high = min(low, high), max(low, high)
	gradientAt := func(x, y int) (gx, gy int) {
		if x < 0 || y < 0 || x >= src.W || y >= src.H {
			return 0, 0
		}
		for i, w := range []int{1, 2, 1} {
			gx += w * (src.at(x+1, y-1+i) - src.at(x-1, y-1+i))
			gy += w * (src.at(x-1+i, y+1) - src.at(x-1+i, y-1))
		}
		return gx, gy
	}
	magnitude := func(x, y int) int {
		gx, gy := gradientAt(x, y)
		return max(gx, -gx) + max(gy, -gy)
	}
	dst := guarded(src.W, src.H)
	for y := range src.H {
		clear(dst.Row(y))
		for x := range src.W {
			m := magnitude(x, y)
			gx, gy := gradientAt(x, y)
			degrees := math.Mod(math.Atan2(float64(gy), float64(gx))*180/math.Pi+360, 180)
			step := [][2]int{{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {1, 0}}[int(math.Floor((degrees+22.5)/45))]
			if m > low && m > magnitude(x-step[0], y-step[1]) && m >= magnitude(x+step[0], y+step[1]) {
				dst.Row(y)[x] = 1
				if m > high {
					dst.Row(y)[x] = 255
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for y := range dst.H {
			for x := range dst.W {
				for i := range 9 {
					if dst.Row(y)[x] == 1 && dst.at(x-1+i%3, y-1+i/3) == 255 {
						dst.Row(y)[x], changed = 255, true
					}
				}
			}
		}
	}
	for y := range dst.H {
		for x, v := range dst.Row(y) {
			dst.Row(y)[x] = v / 255 * 255
		}
	}
	return dst
}

func TestCannyVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 100; n++ {
		fresh := func() *gradients {
			return &gradients{make([]int16, n), make([]int16, n), make([]int16, n+2)}
		}
		a, b, c := randomRow(rnd, n+2), randomRow(rnd, n+2), randomRow(rnd, n+2)
		plain, chosen := fresh(), fresh()
		plain.measurePlain(a, b, c, 0)
		chosen.measure(a, b, c)
		if !slices.Equal(plain.x, chosen.x) || !slices.Equal(plain.y, chosen.y) ||
			!slices.Equal(plain.magnitudes, chosen.magnitudes) {
			t.Fatalf("gradients of %d: got %v, want %v", n, chosen, plain)
		}
		above, below := fresh(), fresh()
		above.measurePlain(c, a, b, 0)
		below.measurePlain(b, c, a, 0)
		want, got := make([]byte, n), make([]byte, n+1)
		plain.thinPlain(want, above.magnitudes, below.magnitudes, 200, 400, 0)
		if plain.thin(got[:n], above.magnitudes, below.magnitudes, 200, 400); !bytes.Equal(got[:n], want) || got[n] != 0 {
			t.Fatalf("kinds of %d: got %v, want %v", n, got, want)
		}
	}
}

func BenchmarkCanny(b *testing.B) {
	dst, src := benchPlanes(b)
	Gaussian(src, src, 1, 1)
	for b.Loop() {
		Canny(dst, src, 100, 200)
	}
}
