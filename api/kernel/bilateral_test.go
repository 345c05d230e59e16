package kernel

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBilateralKeepsSteps has steps far larger than the tolerance, and noise far smaller.
func TestBilateralKeepsSteps(t *testing.T) {
	p := literal(
		[]byte{49, 51, 49, 200, 200, 200},
		[]byte{51, 49, 51, 200, 200, 200},
		[]byte{49, 51, 49, 200, 120, 200},
	)
	Bilateral(p, p, 0, 0, 2, 10)
	for y := range p.H {
		want := []byte{50, 50, 50, 200, 200, 200}
		if y == 2 {
			want[4] = 120
		}
		if !bytes.Equal(p.Row(y), want) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want)
		}
	}
}

// TestBilateral compares with the sum over all samples. The approximation's bounds are that few
// samples differ by more than 2, and none by more than 13.
func TestBilateral(t *testing.T) {
	for _, arguments := range [][2]float64{{2, 5}, {2, 20}, {4, 10}, {4, 40}, {8, 80}, {1, 255}} {
		t.Run(fmt.Sprint(arguments), func(t *testing.T) {
			filter := func(dst, src Plane) { Bilateral(dst, src, 0, 0, arguments[0], arguments[1]) }
			slow := slowBilateral(arguments[0], arguments[1])
			compare(t, 13, filter, slow)

			src := noisy(90, 70)
			dst := guarded(src.W, src.H)
			filter(dst, src)
			squares, off := 0.0, 0
			for y := range src.H {
				for x := range src.W {
					d := math.Abs(float64(dst.at(x, y)) - slow(src, x, y))
					squares += d * d
					if d > 2.5 {
						off++
					}
				}
			}
			samples := float64(src.W * src.H)
			if psnr := 10 * math.Log10(255*255*samples/squares); psnr < 44 || float64(off)/samples > 0.1 {
				t.Errorf("PSNR %.1f dB, %.3f of the samples are off by more than 2", psnr, float64(off)/samples)
			}
		})
	}
}

func slowBilateral(sigma, tolerance float64) func(p Plane, x, y int) float64 {
	reach := int(3 * sigma)
	return func(p Plane, x, y int) float64 {
		sum, total, here := 0.0, 0.0, float64(p.at(x, y))
		for v := max(y-reach, 0); v <= min(y+reach, p.H-1); v++ {
			for u := max(x-reach, 0); u <= min(x+reach, p.W-1); u++ {
				there := float64(p.at(u, v))
				far := float64((u-x)*(u-x)+(v-y)*(v-y)) / (2 * sigma * sigma)
				apart := (there - here) * (there - here) / (2 * tolerance * tolerance)
				w := math.Exp(-far - apart)
				sum, total = sum+w*there, total+w
			}
		}
		return sum / total
	}
}

func TestBilateralVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	floats := func(n int) []float32 {
		list := make([]float32, n)
		for i := range list {
			list[i] = float32(rnd.IntN(1 << 24))
		}
		return list
	}
	for n := range 70 {
		layers, weights := [4][]float32{floats(n), floats(n), floats(n), floats(n)}, [4]float32(floats(4))
		plain, vector := make([]float32, n), make([]float32, n)
		mixLayersPlain(plain, layers, weights, 0)
		if done := mixLayersVector(vector, layers, weights); !slices.Equal(plain[:done], vector[:done]) {
			t.Fatalf("layers of %d: got %v, want %v", n, vector, plain)
		}

		points := make([]uint64, n+6)
		for i := range points {
			points[i] = uint64(rnd.IntN(1<<20))<<32 | uint64(rnd.IntN(1<<28))
		}
		weighed, weighedVector := make([]uint64, n), make([]uint64, n)
		weigh121Plain(weighed, points, 3)
		if done := weigh121Vector(weighedVector, points, 3); !slices.Equal(weighed[:done], weighedVector[:done]) {
			t.Fatalf("points of %d: got %v, want %v", n, weighedVector, weighed)
		}

		split, splitVector := make([]float32, 2*n), make([]float32, 2*n)
		splitPointsPlain(split, points[:n])
		if done := splitPointsVector(splitVector, points[:n]); !slices.Equal(split[:2*done], splitVector[:2*done]) {
			t.Fatalf("pairs of %d: got %v, want %v", n, splitVector, split)
		}
	}
}

func BenchmarkBilateral(b *testing.B) {
	for _, arguments := range [][2]float64{{2, 5}, {6, 30}, {100, 30}} {
		b.Run(fmt.Sprint(arguments), func(b *testing.B) {
			dst, src := benchPlanes(b)
			for b.Loop() {
				Bilateral(dst, src, 0, 0, arguments[0], arguments[1])
			}
		})
	}
}
