package kernel

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestMeanBlocksLiterals(t *testing.T) {
	top, bottom := []byte{0, 2, 4, 7, 255}, []byte{2, 4, 6, 8, 255}
	for step, want := range map[int][]byte{1: {1, 3, 5, 8, 255}, 2: {2, 6, 255}, 4: {4, 255}} {
		got := make([]byte, len(want))
		MeanBlocks(got, top, bottom, step)
		if !bytes.Equal(got, want) {
			t.Errorf("step %d: got %v, want %v", step, got, want)
		}
	}
}

func TestMeanBlocksIsMean(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		top, bottom := randomRow(rnd, n), randomRow(rnd, n)
		for _, step := range []int{1, 2, 4} {
			got := make([]byte, (n+step-1)/step)
			MeanBlocks(got, top, bottom, step)
			for i, g := range got {
				sum, count := 0, 0
				for x := i * step; x < min(i*step+step, n); x++ {
					sum, count = sum+int(top[x])+int(bottom[x]), count+2
				}
				if want := byte((sum + count/2) / count); g != want {
					t.Fatalf("%d samples by %d, at %d: got %d, want %d", n, step, i, g, want)
				}
			}
		}
	}
}

func TestTone(t *testing.T) {
	var table [256]byte
	table[1], table[2] = 100, 200
	for share, want := range map[int][]byte{0: {0, 50, 255}, 128: {50, 125, 128}, 256: {100, 200, 0}} {
		got := []byte{0, 50, 255}
		Tone(got, []byte{1, 2, 3}, &table, share)
		if !bytes.Equal(got, want) {
			t.Errorf("share %d: got %v, want %v", share, got, want)
		}
	}
}

func TestSubtract(t *testing.T) {
	var table [256]int16
	table[1], table[2], table[3] = 100, -100, 1
	got := []byte{50, 200, 128}
	Subtract(got, []byte{1, 2, 3}, &table)
	if want := []byte{0, 255, 127}; !bytes.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSums(t *testing.T) {
	if got := Sum([]byte{255, 255, 1}); got != 511 {
		t.Errorf("the sum is %d", got)
	}
	var weights [256]int32
	weights[10], weights[20] = 1, 3
	y, b, r := WeighChroma([]byte{10, 20, 30}, []byte{128, 118, 0}, []byte{129, 128, 0}, &weights)
	if y != 70 || b != -30 || r != 1 {
		t.Errorf("got %d, %d, %d", y, b, r)
	}
}

func BenchmarkMeanBlocks(b *testing.B) {
	top, bottom, dst := make([]byte, 640), make([]byte, 640), make([]byte, 320)
	b.SetBytes(1280)
	b.ReportAllocs()
	for b.Loop() {
		MeanBlocks(dst, top, bottom, 2)
	}
}

func BenchmarkTone(b *testing.B) {
	var table [256]byte
	dst, by := make([]byte, 320), make([]byte, 320)
	b.SetBytes(320)
	b.ReportAllocs()
	for b.Loop() {
		Tone(dst, by, &table, 200)
	}
}

func BenchmarkWeighChroma(b *testing.B) {
	var weights [256]int32
	y, cb, cr := make([]byte, 320), make([]byte, 320), make([]byte, 320)
	b.SetBytes(960)
	b.ReportAllocs()
	for b.Loop() {
		WeighChroma(y, cb, cr, &weights)
	}
}
