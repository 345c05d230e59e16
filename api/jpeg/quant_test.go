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

// divided is x / d, halves rounded away from zero, the obvious way.
func divided(x, d int) int {
	if x < 0 {
		return -divided(-x, d)
	}
	return (x + d/2) / d
}

const largest = 8*1024 + 64 // above what the transform gives

func TestLaneDivisors(t *testing.T) {
	for q := 1; q <= 255; q++ {
		var l laneDivisors
		l.set(5, 3, 8*q)
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
	// Both numbers of a word, and the two frequencies that know of the bias.
	for _, at := range [][2]int{{0, 0}, {0, 1}, {5, 6}, {5, 7}} {
		u, v := at[0], at[1]
		word, upper := v/2*8+u, v%2*32
		k := scanPlace[8*v+u]
		bias := 0
		if u == 0 {
			bias = 8 * columnBias << constBits
		}
		for q := 1; q <= 255; q += 1 + q/8 {
			var d wordDivisors
			d.set(u, v, 8*q)
			for x := -largest; x <= largest; x++ {
				for _, fraction := range []int{-1 << (rowShift - 1), 0, 1<<(rowShift-1) - 1} {
					y := uint64(x<<rowShift+fraction+bias) << upper
					var words [32]uint64
					var marks uint64
					words[word], marks = d.limits[v/2][u].mark(y, 0)
					marks = marks >> 31 << word & (1 << (word + upper)) // as forwardRows moves it
					var b block
					nonzero := d.divide(&b, &words, marks)
					if want := divided(x, 8*q); int(b[k]) != want || (want != 0) != (nonzero == 1<<k) {
						t.Fatalf("(%d + %d/%d) / %d = %d (%x), want %d", x, fraction, 1<<rowShift, 8*q, b[k], nonzero, want)
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
