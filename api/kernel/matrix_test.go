package kernel

import (
	"bytes"
	"math"
	"testing"
)

var matrices = map[string]Matrix{
	"identity":  {Weights: [9]int8{4: 1}},
	"laplacian": {Weights: [9]int8{0, 1, 0, 1, -4, 1, 0, 1, 0}, Magnitude: true},
	"relief":    {Weights: [9]int8{-32, -16, 0, -16, 0, 16, 0, 16, 32}, Shift: 4, Bias: 128},
	"heavy":     {Weights: [9]int8{8: -128}, Shift: 7, Bias: 255},
}

func TestMatrixLiterals(t *testing.T) {
	p := literal(
		[]byte{10, 10, 10, 10},
		[]byte{10, 10, 14, 10},
		[]byte{10, 10, 10, 250},
	)
	matrices["laplacian"].Apply(p, p)
	want := literal(
		[]byte{0, 0, 4, 0},
		[]byte{0, 4, 16, 244},
		[]byte{0, 0, 244, 255},
	)
	for y := range p.H {
		if !bytes.Equal(p.Row(y), want.Row(y)) {
			t.Errorf("row %d is %v, want %v", y, p.Row(y), want.Row(y))
		}
	}
}

func TestMatrix(t *testing.T) {
	for name, m := range matrices {
		t.Run(name, func(t *testing.T) {
			compare(t, 0, m.Apply, func(p Plane, x, y int) float64 {
				sum := 0
				for i, w := range m.Weights {
					sum += int(w) * p.at(x-1+i%3, y-1+i/3)
				}
				if m.Magnitude && sum < 0 {
					sum = -sum
				}
				return min(max(float64(sum)/math.Exp2(float64(m.Shift))+float64(m.Bias), 0), 255)
			})
		})
	}
}

func TestMatrixVectorIsPlain(t *testing.T) {
	for name, m := range matrices {
		t.Run(name, func(t *testing.T) { vectorIsPlain(t, 1, m.row, m.rowPlain) })
	}
}

func BenchmarkMatrix(b *testing.B) {
	dst, src := benchPlanes(b)
	for b.Loop() {
		matrices["relief"].Apply(dst, src)
	}
}
