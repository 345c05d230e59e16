package kernel

import "testing"

func BenchmarkAcross(b *testing.B) {
	src := make([]byte, 1280+slack)
	for i := range src {
		src[i] = byte(i * i)
	}
	dst := make([]byte, 700)
	for name, a := range map[string]Axis{"640": span(0, 640, 700), "1280": span(0, 1280, 700)} {
		w := weightsOf(a, Auto)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(700)
			for b.Loop() {
				w.across(dst, src)
			}
		})
	}
	w := weightsOf(span(0, 640, 700), Lanczos)
	b.Run("lanczos", func(b *testing.B) {
		for b.Loop() {
			w.across(dst, src)
		}
	})
}

func BenchmarkMix(b *testing.B) {
	src := make([]byte, 3*700)
	dst := make([]byte, 700)
	b.Run("2", func(b *testing.B) {
		b.SetBytes(700)
		for b.Loop() {
			mix2(dst, src[:700], src[700:], 77)
		}
	})
	b.Run("3", func(b *testing.B) {
		b.SetBytes(700)
		for b.Loop() {
			mix3(dst, src[:700], src[700:], src[1400:], 77, 88)
		}
	})
	rows := [][]byte{src[:700], src[:700], src[:700], src[:700], src[:700], src[:700]}
	ws := []int16{1, 2, 3, 4, 5, 6}
	b.Run("long6", func(b *testing.B) {
		b.SetBytes(700)
		for b.Loop() {
			mixLong(dst, rows, ws)
		}
	})
}

// span is the axis that brings source samples lo to hi to n samples.
func span(lo, hi, n int) Axis {
	return Axis{Len: n, Lo: lo, Hi: hi, Start: int64(lo) * int64(n), Step: int64(hi - lo), Unit: int64(n)}
}
