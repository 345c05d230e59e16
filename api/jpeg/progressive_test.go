package jpeg

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// TestLayouts checks that coefficients that are not kept do not affect the samples of a block,
// and that each of the others has its own slot.
func TestLayouts(t *testing.T) {
	for size, kept := range map[int]int{1: 0, 2: 24, 4: 48, 8: 63} {
		l := &layouts[size]
		if n := bits.OnesCount64(l.used); n != kept {
			t.Errorf("to %d samples: %d coefficients are kept, want %d", size, n, kept)
		}
		r := rand.New(rand.NewPCG(1, 2))
		var p pair
		taken := map[uint8]bool{}
		for k, at := range zigzag {
			switch {
			case k > 0 && l.used>>k&1 == 0:
				p[int(at)/8*16+int(at)%8] = int16(r.IntN(2000) - 1000)
			case k > 0 && taken[l.slots[k]]:
				t.Errorf("to %d samples: slot %d twice", size, l.slots[k])
			case k > 0:
				taken[l.slots[k]] = true
			}
		}
		p[0] = 80
		var pix [2][64]byte
		idcts[size](&p, &[2]place{{pix[0][:], 8}, {pix[1][:], 8}})
		for y := range size {
			for x := range size {
				if v := pix[0][8*y+x]; v != 138 {
					t.Errorf("to %d samples: %d at %d, %d; want 138", size, v, x, y)
				}
			}
		}
	}
}
