//go:build goexperiment.simd

package kernel

import (
	"bytes"
	"math/rand/v2"
	"simd/archsimd"
	"testing"
)

// TestMapVectors tests every version that this processor can run, since Map uses only the
// widest.
func TestMapVectors(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	table := [256]byte(randomRow(rnd, 256))
	versions := map[string]func([]byte, *[256]byte) int{}
	if archsimd.X86.AVX2() {
		versions["AVX2"] = mapAVX2
	}
	if archsimd.X86.AVX512VBMI() {
		versions["VBMI"] = mapVBMI
	}
	for name, lookup := range versions {
		for n := range 300 {
			got := randomRow(rnd, n+1)
			want := bytes.Clone(got)
			done := lookup(got[:n], &table)
			if mapPlain(want[:done], &table); n >= 64 && done == 0 || !bytes.Equal(got, want) {
				t.Fatalf("%s at length %d, %d done: got %v, want %v", name, n, done, got, want)
			}
		}
	}
}
