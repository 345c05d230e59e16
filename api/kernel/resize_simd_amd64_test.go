//go:build goexperiment.simd

package kernel

import (
	"bytes"
	"simd/archsimd"
	"testing"
)

// Every vector version writes the bytes of the plain one, at every length.

func TestAcrossVector(t *testing.T) {
	list := axes()
	for n := 1; n <= 200; n++ {
		list = append(list, span(0, n, 101), mirrored(0, n, 2*n/3+1), span(0, 50, n), span(0, 101, n), mirrored(1, 65, n), span(0, 3*n, n))
	}
	ran := map[string]int{}
	for i, a := range list {
		src := noise(a.Hi+slack, i)
		for how := Linear; how <= Lanczos; how++ {
			w := newWeights(weightsKey{a, how})
			if w.n == 1 {
				continue
			}
			want := make([]byte, a.Len)
			acrossPlain(want, src, w, 0)
			for name, lanes := range allLanes(w) {
				ran[name]++
				w.lanes = lanes
				got := make([]byte, a.Len)
				if done := acrossVector(got, src, w); done != a.Len || !bytes.Equal(got, want) {
					t.Fatalf("%s, %+v by %d: %v, want %v", name, a, how, got, want)
				}
			}
		}
	}
	avx2, vbmi := archsimd.X86.AVX2(), archsimd.X86.AVX512VBMI()
	for name, has := range map[string]bool{"long": avx2, "narrow": avx2, "narrow, near": avx2, "wide": vbmi, "wide, near": vbmi} {
		if has && ran[name] == 0 {
			t.Errorf("%s has not run", name)
		}
	}
}

// allLanes are those of every version that this processor has and that take w.
func allLanes(w *weights) map[string]lanes {
	all := map[string]lanes{}
	n := len(w.taps)
	add := func(name string, l lanes) {
		if l.narrow != nil || l.wide != nil || l.long != nil {
			all[name] = l
		}
	}
	if w.long != nil && n >= 16 && archsimd.X86.AVX2() {
		add("long", lanes{long: longBlocks(w)})
	}
	if w.long == nil && n >= 32 && archsimd.X86.AVX2() {
		blocks, far := narrowBlocks(w.taps)
		add("narrow", lanes{narrow: blocks})
		if w.n == 2 && far < 16 {
			add("narrow, near", lanes{narrow: blocks, near: true})
		}
	}
	if w.long == nil && n >= 64 && archsimd.X86.AVX512VBMI() {
		blocks, far := wideBlocks(w.taps)
		add("wide", lanes{wide: blocks})
		if w.n == 2 && far < 64 {
			add("wide, near", lanes{wide: blocks, near: true})
		}
	}
	return all
}

func TestMixVector(t *testing.T) {
	extreme := [][]byte{bytes.Repeat([]byte{255}, 300), make([]byte, 300), bytes.Repeat([]byte{0, 255}, 150)}
	rows := append(extreme, noise(300, 1), noise(300, 2), noise(300, 3), noise(300, 4))
	long := []int16{-1500, 4000, 13884, -3000, 2000, 1500, -500}
	for n := 1; n <= 200; n++ {
		cut := make([][]byte, len(rows))
		for i, row := range rows {
			cut[i] = row[n%7:][:n] // at every alignment
		}
		for i := range rows {
			a, b, c := cut[i], cut[(i+1)%len(cut)], cut[(i+3)%len(cut)]
			for _, w1 := range []uint16{0, 1, 100, 128, 255, 256} {
				same(t, n, "mix2", func(dst []byte) { mix2Plain(dst, a, b, w1) }, map[string]func([]byte){
					"AVX2":    func(dst []byte) { mix2AVX2(dst, a, b, w1) },
					"AVX-512": func(dst []byte) { mix2AVX512(dst, a, b, w1) },
				})
				w2 := (256 - w1) / 3
				same(t, n, "mix3", func(dst []byte) { mix3Plain(dst, a, b, c, w1, w2) }, map[string]func([]byte){
					"AVX2":    func(dst []byte) { mix3AVX2(dst, a, b, c, w1, w2) },
					"AVX-512": func(dst []byte) { mix3AVX512(dst, a, b, c, w1, w2) },
				})
			}
			for k := 1; k <= len(long); k++ {
				turned := append(cut[i:len(cut):len(cut)], cut...)[:k]
				same(t, n, "mixLong", func(dst []byte) { mixLongPlain(dst, turned, long[:k], 0) }, map[string]func([]byte){
					"AVX2": func(dst []byte) { mixLongVector(dst, turned, long[:k]) },
				})
			}
		}
	}
}

// same compares the vector versions that take n samples, and that this processor has.
func same(t *testing.T, n int, name string, plain func([]byte), vector map[string]func([]byte)) {
	t.Helper()
	want := make([]byte, n)
	plain(want)
	for version, f := range vector {
		least, has := 32, archsimd.X86.AVX2()
		if version == "AVX-512" {
			least, has = 64, archsimd.X86.AVX512VBMI()
		}
		if n < least || !has {
			continue
		}
		got := make([]byte, n)
		if f(got); !bytes.Equal(got, want) {
			t.Fatalf("%s, %s of %d samples: %v, want %v", name, version, n, got, want)
		}
	}
}
