package jpeg

import (
	"math"
	"math/rand/v2"
	"testing"
)

var plainIDCTs = [...]func(*pair, *[2]place){1: idctEighth, 2: idctQuarterPlain, 4: idctHalfPlain, 8: idctPlain}

// randomPair has coefficients up to limit, most of them 0 as in a picture.
func randomPair(r *rand.Rand, limit int) (p pair) {
	for i := range 128 {
		if r.IntN(4) == 0 {
			p[i] = int16(r.IntN(2*limit+1) - limit)
		}
	}
	return p
}

// TestIDCTVersions checks the versions in use against the plain ones, also with
// coefficients that no picture has.
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
