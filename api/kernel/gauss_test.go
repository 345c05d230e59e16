package kernel

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestGaussianOfAPoint(t *testing.T) {
	p := literal(
		[]byte{0, 0, 0, 0, 0},
		[]byte{0, 0, 0, 0, 0},
		[]byte{0, 0, 255, 0, 0},
		[]byte{0, 0, 0, 0, 0},
		[]byte{0, 0, 0, 0, 0},
	)
	Gaussian(p, p, 0.5, 0.5) // weights 27, 202, 27
	want := literal(
		[]byte{0, 0, 0, 0, 0},
		[]byte{0, 3, 21, 3, 0},
		[]byte{0, 21, 159, 21, 0},
		[]byte{0, 3, 21, 3, 0},
		[]byte{0, 0, 0, 0, 0},
	)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), want.Row(y)) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want.Row(y))
		}
	}
}

func TestGaussTaps(t *testing.T) {
	for sigma := 0.0; sigma <= exactSigma; sigma += 0.01 {
		sum := 0
		for _, tap := range gaussTaps(sigma) {
			sum += int(tap.weight)
			if tap.weight < 1 || tap.weight > maxWeight {
				t.Errorf("sigma %.2f: a weight of %d", sigma, tap.weight)
			}
		}
		if sum != 256 {
			t.Errorf("sigma %.2f: weights add up to %d", sigma, sum)
		}
	}
}

// TestGaussian compares with the two-dimensional sum in floating point.
func TestGaussian(t *testing.T) {
	tests := []struct {
		x, y      float64
		tolerance int
	}{
		{0, 0, 0}, {0.3, 0.3, 1}, {1, 1, 1}, {2, 2, 2}, {3, 3, 2}, {1, 2, 2}, // rounding of weights and of both passes
		// Each of three boxes goes on with the edge samples that the one before has made,
		// which tells on planes that are no larger than sigma.
		{3.5, 3.5, 8}, {6, 3, 12}, {9, 9, 16},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%v×%v", test.x, test.y), func(t *testing.T) {
			filter := func(dst, src Plane) { Gaussian(dst, src, test.x, test.y) }
			compare(t, test.tolerance, filter, slowGaussian(test.x, test.y))
		})
	}
}

// TestGaussianOfBoxes compares far from the edges, where only the shape matters.
func TestGaussianOfBoxes(t *testing.T) {
	src := noisy(200, 160)
	for _, sigma := range []float64{3.1, 4, 6, 8.5} {
		dst := guarded(src.W, src.H)
		Gaussian(dst, src, sigma, sigma)
		slow := slowGaussian(sigma, sigma)
		for y := 60; y < 100; y += 3 {
			for x := 60; x < 140; x++ {
				if got, want := dst.at(x, y), slow(src, x, y); math.Abs(float64(got)-want) > 2 {
					t.Fatalf("sigma %v: sample %d, %d is %d, not %.1f", sigma, x, y, got, want)
				}
			}
		}
	}
}

func slowGaussian(sigmaX, sigmaY float64) func(p Plane, x, y int) float64 {
	bell := func(sigma float64) (weights []float64) {
		reach := int(4 * sigma)
		for d := -reach; d <= reach; d++ {
			weights = append(weights, math.Exp(-float64(d*d)/(2*sigma*sigma+1e-9)))
		}
		return weights
	}
	across, down := bell(sigmaX), bell(sigmaY)
	return func(p Plane, x, y int) float64 {
		sum, total := 0.0, 0.0
		for j, v := range down {
			for i, w := range across {
				sum += v * w * float64(p.at(x+i-len(across)/2, y+j-len(down)/2))
				total += v * w
			}
		}
		return sum / total
	}
}

// TestKovesi asks for the standard deviation that was asked for, to within half of what
// the next larger boxes would have.
func TestKovesi(t *testing.T) {
	for sigma := 1.0; sigma <= 100; sigma += 0.5 {
		variance := 0.0
		for _, reach := range kovesi(sigma) {
			width := float64(2*reach + 1)
			variance += (width*width - 1) / 12
			if reach < 0 || reach > 127 {
				t.Errorf("sigma %v: a reach of %d", sigma, reach)
			}
		}
		if got := math.Sqrt(variance); math.Abs(got-sigma) > 0.2 {
			t.Errorf("sigma %v becomes %.3f", sigma, got)
		}
	}
}

func TestWeighVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 300; n++ {
		var rows []weighted
		for left := 256; left > 0; {
			w := min(1+rnd.IntN(maxWeight), left)
			rows = append(rows, weighted{randomRow(rnd, n), byte(w)})
			left -= w
		}
		plain, chosen := make([]byte, n+1), make([]byte, n+1)
		weighPlain(plain[:n], rows, 0)
		if weigh(chosen[:n], rows); !bytes.Equal(plain, chosen) {
			t.Fatalf("length %d: got %v, want %v", n, chosen, plain)
		}
	}
}

func BenchmarkGaussian(b *testing.B) {
	for _, sigma := range []float64{1, 2, 3, 4, 20} {
		b.Run(fmt.Sprint(sigma), func(b *testing.B) {
			dst, src := benchPlanes(b)
			for b.Loop() {
				Gaussian(dst, src, sigma, sigma)
			}
		})
	}
}
