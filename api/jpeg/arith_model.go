package jpeg

import "math/bits"

// dcModel holds the bins for DC differences of the components that share it. A difference
// selects the bins of the next one (T.81 F.1.4.4.1).
type dcModel struct {
	bins      [49]bin // 5 kinds × (not 0, sign, Sz of positive, Sz of negative), X, M
	low, high uint8   // L and U: a difference is small if it is above 2^L/2 and at most 2^U
}

// acModel holds the bins for AC coefficients (T.81 F.1.4.4.2).
type acModel struct {
	bins [245]bin // 63 coefficients × (end of block, not 0, Sz), low X, M, high X, M
	kx   uint     // the last coefficient that uses the low X and M
}

// Indexes of bins in a model. A magnitude is coded as Sz, which is one less than it: first
// the number of bits of Sz in unary, with a bin X for each, then the bits below the highest
// one, all with the same bin M.
const (
	dcX     = 20
	acLowX  = 189
	acHighX = 217
	xToM    = 14 // from the X that ended the number to the M that belongs to it
	maxSize = 14 // bits below the highest one; more are impossible
)

// dc decodes a DC difference (T.81 F.1.4.1). kind is the index of the first bin that the
// previous difference selects; dc sets it for the next one.
func (a *arithDecoder) dc(m *dcModel, kind *uint8) int32 {
	bins := m.bins[*kind:][:4]
	*kind = 0
	if a.decide(&bins[0]) == 0 {
		return 0
	}
	sign := a.decide(&bins[1])
	sz := uint32(0)
	if a.decide(&bins[2+sign]) != 0 {
		sz = a.magnitude(m.bins[dcX:], 0)
	}
	switch top := 1 << bits.Len32(sz) >> 1; {
	case top > 1<<m.high>>1:
		*kind = uint8(12 + 4*sign)
	case top >= 1<<m.low>>1:
		*kind = uint8(4 + 4*sign)
	}
	return signed(sz, sign)
}

// ac decodes AC coefficient k, which must not be 0 (T.81 F.1.4.2).
func (a *arithDecoder) ac(m *acModel, k uint) int32 {
	sign := a.bit()
	c := &m.bins[3*(k-1)+2]
	switch {
	case a.decide(c) == 0:
		return signed(0, sign)
	case a.decide(c) == 0: // the first X is the same bin
		return signed(1, sign)
	case k <= m.kx:
		return signed(a.magnitude(m.bins[acLowX:], 1), sign)
	}
	return signed(a.magnitude(m.bins[acHighX:], 1), sign)
}

// magnitude decodes an Sz of at least 1 that is known to have at least size bits below the
// highest one.
func (a *arithDecoder) magnitude(x []bin, size int) uint32 {
	at := 0
	for ; size < maxSize && a.decide(&x[at]) != 0; size++ {
		at++
	}
	sz := uint32(1)
	for range size {
		sz = sz<<1 | uint32(a.decide(&x[at+xToM]))
	}
	return sz
}

// signed returns the value with this Sz and sign, where 1 is negative.
func signed(sz uint32, sign int) int32 {
	return (int32(sz) + 1) * int32(1-2*sign)
}

// block does for arithmetic coding what bitReader.block does for Huffman coding.
func (a *arithDecoder) block(out *[128]int16, c *scanComponent) (end uint) {
	c.pred += a.dc(c.dcModel, &c.kind)
	out[0] = int16(c.pred * int32(c.quant[0]>>8))
	end = 1 + pastEnd
	for k := uint(1); k < 64; k++ {
		if k = a.nextAC(c.acModel, k, 63); k > 63 {
			break
		}
		q := c.quant[k]
		out[q%128] = int16(a.ac(c.acModel, k) * int32(q>>8))
		end = 64
	}
	return end
}

// nextAC returns the first coefficient from k to last that is not 0, or pastEnd if there is
// none.
func (a *arithDecoder) nextAC(m *acModel, k, last uint) uint {
	if a.decide(&m.bins[3*(k-1)]) != 0 {
		return pastEnd // end of block
	}
	for ; k <= last; k++ {
		if a.decide(&m.bins[3*(k-1)+1]) != 0 {
			return k
		}
	}
	return pastEnd // damaged: the last coefficient cannot be 0 here
}

// band does what bitReader.band does (T.81 G.1.3.2), except that every block has its own end.
func (a *arithDecoder) band(ac []int16, slots *[64]uint8, m *acModel, s *scan) (fresh uint64) {
	for k := s.first; k <= s.last; k++ {
		if k = a.nextAC(m, k, s.last); k > s.last {
			break
		}
		ac[slots[k%64]] = int16(a.ac(m, k) << s.low)
		fresh |= 1 << k
	}
	return fresh
}

// refine does what bitReader.refine does (T.81 G.1.3.3). The end of a block is not coded before
// the last coefficient that was not 0 before this scan.
func (a *arithDecoder) refine(ac []int16, slots *[64]uint8, m *acModel, s *scan, nonzero uint64) (fresh uint64) {
	old := uint(bits.Len64(nonzero & s.band())) // from here on all were 0
	mayEnd := true
	for k := s.first; k <= s.last; k++ {
		bins := m.bins[3*(k-1):][:3]
		if mayEnd && k >= old && a.decide(&bins[0]) != 0 {
			break
		}
		mayEnd = true
		at := &ac[slots[k%64]]
		switch {
		case nonzero>>k&1 != 0:
			if a.decide(&bins[2]) != 0 {
				*at += (*at>>15 | 1) << s.low
			}
		case a.decide(&bins[1]) != 0:
			*at = int16(signed(0, a.bit()) << s.low)
			fresh |= 1 << k
		default:
			mayEnd = false
		}
	}
	return fresh
}
