package jpeg

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// costOf returns the bits of all symbols in the codes of a table, and checks that the codes can
// be told apart with one left over, the one of ones alone (T.81 C.2).
func costOf(t *testing.T, spec *huffSpec, counts []uint32) (bits uint64) {
	t.Helper()
	codes, used := spec.codes(), 0
	for symbol, n := range counts {
		if length := int(codes[symbol] & 63); n > 0 {
			if length == 0 {
				t.Fatalf("symbol %x has no code", symbol)
			}
			if codes[symbol]>>6 == 1<<length-1 {
				t.Errorf("symbol %x has the code of ones alone", symbol)
			}
			used += 1 << (maxCodeBits - length)
			bits += uint64(n) * uint64(length)
		}
	}
	if used >= 1<<maxCodeBits {
		t.Errorf("the codes take %d of %d", used, 1<<maxCodeBits)
	}
	return bits
}

// leastCost finds the least cost of codes of at most maxCodeBits bits by trying, for each symbol
// from the most frequent on, every length. What is left of the codes is counted in those of
// the longest.
func leastCost(counts []uint32) uint64 {
	sorted := slices.DeleteFunc(slices.Clone(counts), func(n uint32) bool { return n == 0 })
	slices.Sort(sorted)
	slices.Reverse(sorted)
	const all, never = 1 << maxCodeBits, math.MaxUint64
	costs := make([]uint64, all+1) // by the codes used
	for i := range costs {
		costs[i] = never
	}
	costs[0] = 0
	for _, n := range sorted {
		next := make([]uint64, all+1)
		for i := range next {
			next[i] = never
		}
		for used, cost := range costs {
			for length := 1; cost != never && length <= maxCodeBits; length++ {
				if to := used + 1<<(maxCodeBits-length); to < all { // one is left over
					next[to] = min(next[to], cost+uint64(n)*uint64(length))
				}
			}
		}
		costs = next
	}
	return slices.Min(costs)
}

func TestOptimalTableIsOptimal(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	fibonacci := make([]uint32, 256) // without a limit, the rarest would have 20 bits
	for i, a, b := 0, uint32(1), uint32(1); i < 20; i, a, b = i+1, b, a+b {
		fibonacci[i*3] = a
	}
	cases := map[string][]uint32{
		"one symbol": {0, 0, 9}, "two": {5, 0, 1}, "the same": {7, 7, 7, 7}, "steep": fibonacci,
		"steeper": {1, 3, 9, 27, 81, 243, 729, 2187, 6561, 19683, 59049, 177147, 531441, 1594323, 4782969, 14348907, 43046721},
	}
	for range 5 {
		random := make([]uint32, 40)
		for i := range random {
			random[i] = uint32(math.Exp(r.Float64() * 14))
		}
		cases["random"] = random
		for name, counts := range cases {
			var o optimalTable
			o.set(counts, new(optimalWork))
			if got, want := costOf(t, &o.huffSpec, counts), leastCost(counts); got != want {
				t.Errorf("%s: %d bits, %d are possible", name, got, want)
			}
		}
	}
}

// As many symbols as there can be.
func TestOptimalTableOfAllSymbols(t *testing.T) {
	counts := make([]uint32, 256)
	for i := range counts {
		counts[i] = uint32(1) << (i / 9)
	}
	var o optimalTable
	o.set(counts, new(optimalWork))
	costOf(t, &o.huffSpec, counts)
	if len(o.values) != 256 {
		t.Errorf("%d values", len(o.values))
	}
	codes := o.codes()
	for i := 1; i < 256; i++ {
		if codes[i]&63 > codes[i-1]&63 && counts[i] > counts[i-1] {
			t.Errorf("symbol %d has %d bits, the rarer %d has %d", i, codes[i]&63, i-1, codes[i-1]&63)
		}
	}
}

func BenchmarkOptimalTable(b *testing.B) {
	b.ReportAllocs()
	counts := make([]uint32, 256)
	for i := range 80 {
		counts[i*3] = uint32(100_000 / (i + 1))
	}
	var o optimalTable
	var work optimalWork
	for b.Loop() {
		o.set(counts, &work)
	}
}
