package kernel

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestBoxOfAPoint(t *testing.T) {
	p := literal(
		[]byte{0, 0, 0, 0},
		[]byte{0, 90, 0, 0},
		[]byte{0, 0, 0, 0},
		[]byte{9, 0, 0, 0},
	)
	Box(p, p, 1, 1)
	want := literal(
		[]byte{10, 10, 10, 0},
		[]byte{10, 10, 10, 0},
		[]byte{12, 11, 10, 0},
		[]byte{4, 2, 0, 0}, // the corner's 9 counts four times, then twice
	)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), want.Row(y)) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want.Row(y))
		}
	}
}

func TestBox(t *testing.T) {
	for _, reach := range [][2]int{{0, 0}, {1, 1}, {2, 5}, {7, 0}, {20, 20}, {127, 3}, {3, 127}} {
		t.Run(fmt.Sprintf("%d×%d", reach[0], reach[1]), func(t *testing.T) {
			filter := func(dst, src Plane) { Box(dst, src, reach[0], reach[1]) }
			compare(t, 0, filter, func(p Plane, x, y int) float64 {
				sum, n := 0, (2*reach[0]+1)*(2*reach[1]+1)
				for dy := -reach[1]; dy <= reach[1]; dy++ {
					for dx := -reach[0]; dx <= reach[0]; dx++ {
						sum += p.at(x+dx, y+dy)
					}
				}
				return float64(sum) / float64(n)
			})
		})
	}
}

// TestBoxMean divides every sum of a large box and of an odd one.
func TestBoxMean(t *testing.T) {
	for _, side := range [][2]int{{1, 1}, {3, 5}, {11, 11}, {255, 255}} {
		area := side[0] * side[1]
		m := meanOf(side[0], side[1])
		for sum := 0; sum <= 255*area; sum += 1 + area/700 {
			if got, want := m.of(uint64(sum)), (sum+area/2)/area; int(got) != want {
				t.Fatalf("%d / %d is %d, not %d", sum, area, got, want)
			}
		}
	}
}

func TestSlideVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 100 {
		plain := make([]uint16, n+1)
		for i := range plain {
			plain[i] = uint16(rnd.Uint32())
		}
		vector := slices.Clone(plain)
		enters, leaves := randomRow(rnd, n), randomRow(rnd, n)
		slidePlain(plain[:n], enters, leaves)
		slide(vector[:n], enters, leaves)
		if !slices.Equal(plain, vector) {
			t.Fatalf("length %d: got %v, want %v", n, vector, plain)
		}
	}
}

func BenchmarkBox(b *testing.B) {
	for _, reach := range []int{2, 20, 100} {
		b.Run(fmt.Sprint(reach), func(b *testing.B) {
			dst, src := benchPlanes(b)
			for b.Loop() {
				Box(dst, src, reach, reach)
			}
		})
	}
}
