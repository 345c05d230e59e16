package jpeg

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomPair has coefficients up to limit, most of them 0 as in a picture.
func randomPair(r *rand.Rand, limit int) (p pair) {
	for i := range 128 {
		if r.IntN(4) == 0 {
			p[i] = int16(r.IntN(2*limit+1) - limit)
		}
	}
	return p
}

// TestIDCTPair checks the version in use against the plain one, also with
// coefficients that no picture has.
func TestIDCTPair(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 20_000 {
		p := randomPair(r, 1<<(i%16))
		for j := range p[:128] {
			if p[j] == 1<<14 && i%2 == 0 {
				p[j] = math.MinInt16
			}
		}
		q := p
		var got, want [2][100]byte
		idctPair(&p, &[2]place{{got[0][:], 10}, {got[1][2:], 12}})
		idctPairPlain(&q, &[2]place{{want[0][:], 10}, {want[1][2:], 12}})
		if got != want {
			t.Fatalf("pair %d differs:\n%v\n%v", i, got, want)
		}
		if p != q || p != (pair{}) {
			t.Fatalf("pair %d is not cleared", i)
		}
	}
}
