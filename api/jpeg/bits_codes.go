package jpeg

import (
	"math/bits"
	"sync"
)

// code is a Huffman code followed by the magnitude bits. Its lower 6 bits are the number of
// bits, its upper 26 the bits; with the tables of Annex K there are never more.
type code uint32

// codes holds every possible code for one class of component, so that a coefficient takes one
// look-up and no branch. Codes that are used together are near each other in memory: those of a
// coefficient after 0 to 15 zeros share a cache line.
type codes struct {
	dc [1 << 12]code // by the difference from the previous DC value
	ac [1 << 15]code // by 16·coefficient + the distance from the previous one

	endOfBlock, sixteenZeros code
}

// first returns the code of a DC difference, next that of an AC coefficient 1 to 16 places
// further.
func (c *codes) first(diff int) code   { return c.dc[diff&(len(c.dc)-1)] }
func (c *codes) next(step, v int) code { return c.ac[(v<<4+step)&(len(c.ac)-1)] }

// class is the codes of luma or of chroma. Those of AC coefficients are made as far as
// they are needed: the coarser the quantiser, the smaller the coefficients, and at quality 85 two thirds of
// luma's are left out, whose fresh memory the first frame after the start would wait for.
type class struct {
	dc, ac *huffSpec

	mu    sync.Mutex
	codes codes
	made  int // magnitude up to which the AC coefficients have codes; 0: nothing is made
}

var classes = [2]class{{dc: &lumaDC, ac: &lumaAC}, {dc: &chromaDC, ac: &chromaAC}}

// upTo returns the codes, with those of AC coefficients of a magnitude from 1 to most, which is 1023
// at most. While they are in use others may be added, which are other elements.
func (c *class) upTo(most int) *codes {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == 0 {
		c.codes.setDC(c.dc)
		ac := c.ac.codes()
		c.codes.endOfBlock, c.codes.sixteenZeros = ac[0x00], ac[0xF0]
	}
	if c.made < most {
		c.codes.setAC(c.ac, c.made+1, most)
		c.made = most
	}
	return &c.codes
}

func (c *codes) setDC(spec *huffSpec) {
	dc := spec.codes()
	for diff := -2047; diff <= 2047; diff++ {
		size, low := magnitude(diff)
		c.dc[diff&(len(c.dc)-1)] = dc[size].with(size, low)
	}
}

// setAC sets the codes of coefficients of a magnitude from least to most.
func (c *codes) setAC(spec *huffSpec, least, most int) {
	ac := spec.codes()
	for n := least; n <= most; n++ {
		for _, v := range [2]int{n, -n} {
			size, low := magnitude(v)
			for run := range 16 {
				c.ac[(v<<4+run+1)&(len(c.ac)-1)] = ac[run<<4|size].with(size, low)
			}
		}
	}
}

// codes returns the codes of a table's values (T.81 C.2).
func (s *huffSpec) codes() (t [256]code) {
	next, k := code(0), 0
	for i, n := range s.counts {
		for range n {
			t[s.values[k]] = next<<6 | code(i+1)
			next++
			k++
		}
		next <<= 1
	}
	return t
}

// with returns c followed by size bits.
func (c code) with(size int, low uint32) code {
	return (c>>6<<size|code(low))<<6 | (c&63 + code(size))
}

// magnitude returns the number of bits of |v|, and the bits that a scan contains for it: those
// of v, or of v-1 if v is negative (T.81 F.1.2.1.1).
func magnitude(v int) (size int, low uint32) {
	if v < 0 {
		size = bits.Len(uint(-v))
		return size, uint32(v-1) & (1<<size - 1)
	}
	return bits.Len(uint(v)), uint32(v)
}
