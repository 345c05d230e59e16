package jpeg

import "testing"

func TestQuantiserScale(t *testing.T) {
	// The first entry of K.1 is 16.
	for quality, want := range map[int]uint8{1: 255, 10: 80, 25: 32, 50: 16, 75: 8, 95: 2, 100: 1} {
		var q quantiser
		q.set(&lumaQuant, quality)
		if got := q.table[0]; got != want {
			t.Errorf("quality %d: %d, want %d", quality, got, want)
		}
	}
}

// divided returns x / d, halves rounded away from zero, by the obvious method.
func divided(x, d int) int {
	if x < 0 {
		return -divided(-x, d)
	}
	return (x + d/2) / d
}

const largest = 8*1024 + 64 // more than the transform's largest result

// No coefficient that the transform can make is above the bound, nor is the bound far above it.
func TestQuantiserLargest(t *testing.T) {
	for quality := 1; quality <= 100; quality++ {
		for _, base := range []*[64]uint8{&lumaQuant, &chromaQuant} {
			var q quantiser
			q.set(base, quality)
			most := 0
			for _, step := range q.table[1:] {
				most = max(most, divided(largest, 8*int(step)))
			}
			if got := q.largest(); got < min(most, 1023) || got > most+2 {
				t.Errorf("quality %d: %d, want about %d", quality, got, most)
			}
		}
	}
}

func TestLaneDivisors(t *testing.T) {
	for q := 1; q <= 255; q++ {
		var l laneDivisors
		l.set(5, 3, uint8(q))
		for x := 0; x <= largest; x++ {
			n := uint32(x) + uint32(l.half[5][3])
			got := int(n * uint32(l.recip[5][3]) >> 16 * uint32(l.shift[5][3]) >> 16)
			if want := divided(x, 8*q); got != want {
				t.Fatalf("%d / %d = %d, want %d", x, 8*q, got, want)
			}
		}
	}
}

func TestWordDivisors(t *testing.T) {
	// The first of a row knows of the bias, the others do not.
	for _, at := range []int{0, 13, 40, 63} {
		bias := 0
		if at%8 == 0 {
			bias = 8 * columnBias << constBits
		}
		for q := 1; q <= 255; q += 1 + q/8 {
			var d wordDivisors
			d.set(at%8, at/8, q)
			for x := -largest; x <= largest; x++ {
				fraction := x*7919&(1<<rowShift-1) - 1<<(rowShift-1)
				y := uint64(x<<rowShift+fraction+bias) + uint64(-x<<rowShift+bias)<<32
				var words [64]uint64
				var marks uint64
				words[at], marks = d.limits[at].mark(y, 0)
				for shift, want := range map[int]int{0: divided(x, 8*q), 32: divided(-x, 8*q)} {
					var b block
					nonzero := d.divide(&b, &words, shift, marks>>(shift+31)&1<<at)
					k := scanPlace[at]
					if int(b[k]) != want || nonzero != uint64(min(want*want, 1))<<k {
						t.Fatalf("%d (%d) / %d = %d (%x), want %d", x, fraction, 8*q, b[k], nonzero, want)
					}
				}
			}
		}
	}
}

func BenchmarkQuantiserSet(b *testing.B) {
	b.ReportAllocs()
	var q quantiser
	for b.Loop() {
		q.set(&lumaQuant, 85)
	}
}
