package jpeg

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var plainIDCTs = [...]idct{1: idctEighth, 2: idctQuarterPlain, 4: idctHalfPlain, 8: idctPlain}

// randomPair returns coefficients up to limit, most of which are 0, as in a picture.
func randomPair(r *rand.Rand, limit int) (p pair) {
	for i := range 128 {
		if r.IntN(4) == 0 {
			p[i] = int16(r.IntN(2*limit+1) - limit)
		}
	}
	return p
}

// TestIDCTVersions compares the versions in use with the plain ones, also for coefficients that
// no picture has.
func TestIDCTVersions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{8, 4, 2, 1} {
		for i := range 20_000 {
			p := randomPair(r, 1<<(i%16))
			for j := range p[:128] {
				if i%7 == 0 && r.IntN(8) == 0 {
					p[j] = []int16{math.MinInt16, math.MaxInt16}[r.IntN(2)]
				}
			}
			q, original := p, p
			var got, want [2][100]byte
			idcts[size](&p, &[2]place{{got[0][:], 10}, {got[1][2:], 12}})
			plainIDCTs[size](&q, &[2]place{{want[0][:], 10}, {want[1][2:], 12}})
			if got != want {
				t.Fatalf("size %d, pair %v:\n%v\n%v", size, original, got, want)
			}
			if p != (pair{}) || q != (pair{}) {
				t.Fatalf("size %d, pair %d is not cleared", size, i)
			}
		}
	}
}

// TestIDCTAccuracy compares with the definition (T.81 A.3.3) in floating point.
func TestIDCTAccuracy(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		p := randomPair(r, 150)
		want := [2][64]float64{slowIDCT(p.half(0)), slowIDCT(p.half(1))}
		var got [2][64]byte
		idcts[8](&p, &[2]place{{got[0][:], 8}, {got[1][:], 8}})
		for i := range want {
			for j, w := range want[i] {
				if d := math.Abs(float64(got[i][j]) - min(max(w+128, 0), 255)); d > 1 {
					t.Fatalf("sample %d is %d, want %.2f", j, got[i][j], w+128)
				}
			}
		}
	}
}

func slowIDCT(c *[128]int16) (out [64]float64) {
	scale := func(k int) float64 {
		if k == 0 {
			return math.Sqrt(0.5) / 2
		}
		return 0.5
	}
	for i := range out {
		for v := range 8 {
			for u := range 8 {
				out[i] += scale(u) * scale(v) * float64(c[16*v+u]) *
					math.Cos(float64((2*(i%8)+1)*u)*math.Pi/16) * math.Cos(float64((2*(i/8)+1)*v)*math.Pi/16)
			}
		}
	}
	return out
}

func BenchmarkIDCT(b *testing.B) {
	for _, size := range []int{8, 4, 2, 1} {
		for name, version := range map[string]idct{"used": idcts[size], "plain": plainIDCTs[size]} {
			b.Run(fmt.Sprintf("%s to %d", name, size), func(b *testing.B) {
				original := randomPair(rand.New(rand.NewPCG(1, 2)), 100)
				var out [2][64]byte
				to := [2]place{{out[0][:], 8}, {out[1][:], 8}}
				b.ReportAllocs()
				for b.Loop() {
					p := original
					version(&p, &to)
				}
			})
		}
	}
}
