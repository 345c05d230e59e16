package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

func TestUnsharpLiterals(t *testing.T) {
	src, soft := literal([]byte{100, 100, 100, 0, 255, 7}), literal([]byte{100, 90, 110, 20, 200, 6})
	for _, test := range []struct {
		amount float64
		want   []byte
	}{
		{0, []byte{100, 100, 100, 0, 255, 7}},
		{0.5, []byte{100, 105, 95, 0, 255, 8}}, // a half rounds up
		{1, []byte{100, 110, 90, 0, 255, 8}},
		{8, []byte{100, 180, 20, 0, 255, 15}},
	} {
		dst := guarded(src.W, 1)
		Unsharp(dst, src, soft, test.amount)
		if !bytes.Equal(dst.Row(0), test.want) {
			t.Errorf("amount %v: got %v, want %v", test.amount, dst.Row(0), test.want)
		}
	}
}

func TestUnsharp(t *testing.T) {
	for _, amount := range []float64{0.1, 1, 2.7, 8} {
		filter := func(dst, src Plane) {
			soft, memory := src.Scratch()
			defer memory.Release()
			Box(soft, src, 2, 2)
			Unsharp(dst, src, soft, amount)
		}
		compare(t, 1, filter, func(p Plane, x, y int) float64 {
			sum := 0
			for i := range 25 {
				sum += p.at(x+i%5-2, y+i/5-2)
			}
			v := float64(p.at(x, y))
			return min(max(v+amount*(v-math.Round(float64(sum)/25)), 0), 255)
		})
	}
}

func TestUnsharpVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 150 {
		src, soft, gain := randomRow(rnd, n), randomRow(rnd, n), unsharpGain(rnd.IntN(8<<10))
		plain, vector := make([]byte, n+1), make([]byte, n+1)
		unsharpPlain(plain[:n], src, soft, gain)
		done := unsharpVector(vector[:n], src, soft, gain)
		if !bytes.Equal(plain[:done], vector[:done]) || vector[n] != 0 {
			t.Fatalf("length %d, gain %d: got %v, want %v", n, gain, vector, plain)
		}
	}
}

func BenchmarkUnsharp(b *testing.B) {
	dst, src := benchPlanes(b)
	soft := guarded(src.W, src.H)
	Gaussian(soft, src, 1, 1)
	for b.Loop() {
		Unsharp(dst, src, soft, 1)
	}
}
