package kernel

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestMedianLiterals(t *testing.T) {
	p := literal(
		[]byte{10, 10, 10, 90},
		[]byte{10, 255, 10, 90},
		[]byte{10, 10, 10, 90},
		[]byte{1, 2, 3, 4},
	)
	Median(p, p, 1, 1)
	want := literal(
		[]byte{10, 10, 10, 90},
		[]byte{10, 10, 10, 90},
		[]byte{10, 10, 10, 10},
		[]byte{2, 3, 4, 4},
	)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), want.Row(y)) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want.Row(y))
		}
	}
}

func TestMedian(t *testing.T) {
	for _, reach := range [][2]int{{0, 0}, {1, 1}, {2, 2}, {1, 2}, {3, 3}, {5, 0}, {0, 7}, {9, 14}} {
		t.Run(fmt.Sprintf("%d×%d", reach[0], reach[1]), func(t *testing.T) {
			filter := func(dst, src Plane) { Median(dst, src, reach[0], reach[1]) }
			compare(t, 0, filter, slowMedian(reach[0], reach[1]))
		})
	}
}

func slowMedian(reachX, reachY int) func(p Plane, x, y int) float64 {
	list := make([]int, (2*reachX+1)*(2*reachY+1))
	return func(p Plane, x, y int) float64 {
		for i := range list {
			list[i] = p.at(x-reachX+i%(2*reachX+1), y-reachY+i/(2*reachX+1))
		}
		slices.Sort(list)
		return float64(list[len(list)/2])
	}
}

// TestMedianOfNoise sorts what has few values and many: an exchange too few shows in ones
// and zeros first (Knuth's 0–1 principle).
func TestMedianOfNoise(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, values := range []int{2, 3, 256} {
		src, dst := guarded(600, 300), guarded(600, 300)
		for y := range src.H {
			ones := rnd.IntN(values) // so that ones are now rare, now common
			for x := range src.Row(y) {
				src.Row(y)[x] = byte(min(rnd.IntN(values), rnd.IntN(values)+ones, values-1))
			}
		}
		for reach := 1; reach <= 2; reach++ {
			Median(dst, src, reach, reach)
			counted := guarded(600, 300)
			countSquares(counted, src, reach, reach)
			for y := range dst.H {
				if !bytes.Equal(dst.Row(y), counted.Row(y)) {
					t.Fatalf("%d values, reach %d: row %d is another when sorted", values, reach, y)
				}
			}
		}
	}
}

// TestMedianInStripes crosses from one stripe of columns to the next.
func TestMedianInStripes(t *testing.T) {
	src := noisy(2*stripe+9, 6)
	dst := guarded(src.W, src.H)
	Median(dst, src, 4, 4)
	slow := slowMedian(4, 4)
	for y := range src.H {
		for x := range src.W {
			if want := slow(src, x, y); float64(dst.at(x, y)) != want {
				t.Fatalf("sample %d, %d is %d, not %v", x, y, dst.at(x, y), want)
			}
		}
	}
}

// TestMedianOfLargestSquare counts as far as counts go.
func TestMedianOfLargestSquare(t *testing.T) {
	p := guarded(3, 2)
	for y := range p.H {
		fillBytes(p.Row(y), 255)
	}
	Median(p, p, 90, 90)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), []byte{255, 255, 255}) {
			t.Errorf("row %d is %v", y, p.Row(y))
		}
	}
}

func BenchmarkMedian(b *testing.B) {
	for _, reach := range []int{1, 2, 3, 7, 31} {
		b.Run(fmt.Sprint(2*reach+1), func(b *testing.B) {
			dst, src := benchPlanes(b)
			for b.Loop() {
				Median(dst, src, reach, reach)
			}
		})
	}
}
