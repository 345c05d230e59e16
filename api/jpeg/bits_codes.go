package jpeg

import (
	"math/bits"
	"sync"
)

// codes are the Huffman codes of one class of component, each with its length: the
// lower 5 bits say how many bits the others are.
type codes struct {
	// near has the whole code of a coefficient v after run zeros, magnitude bits
	// included, at run·128 + 64 + v: one look-up for most coefficients there are.
	near [16 * 128]uint32
	ac   [256]uint32 // by run·16 + size
	dc   [16]uint32  // by size
}

const (
	endOfBlock = 0x00
	sixteen    = 0xF0 // zeros, T.81's ZRL
)

// classCodes are those of luma and of chroma.
var classCodes = sync.OnceValue(func() *[2]*codes {
	return &[2]*codes{newCodes(&lumaDC, &lumaAC), newCodes(&chromaDC, &chromaAC)}
})

func newCodes(dc, ac *huffSpec) *codes {
	c := new(codes)
	dc.each(func(value uint8, code uint32) { c.dc[value] = code })
	ac.each(func(value uint8, code uint32) { c.ac[value] = code })
	for run := range 16 {
		for v := -64; v < 64; v++ {
			c.near[run<<7+64+v] = c.far(run, v)
		}
	}
	return c
}

// each calls f with the value and the code of each entry (T.81 C.2).
func (s *huffSpec) each(f func(value uint8, code uint32)) {
	code, k := uint32(0), 0
	for i, n := range s.counts {
		for range n {
			f(s.values[k], code<<5|uint32(i+1))
			code++
			k++
		}
		code <<= 1
	}
}

// first is the code of a DC value that differs by diff from the one before.
func (c *codes) first(diff int32) uint32 {
	size, low := magnitude(diff)
	return join(c.dc[size&15], size, low)
}

// next is the code of a coefficient that is not 0 after a run below 16.
func (c *codes) next(run, v int) uint32 {
	if uint(v+64) < 128 {
		return c.near[(run<<7+64+v)&(len(c.near)-1)]
	}
	return c.far(run, v)
}

// far is next for any v.
func (c *codes) far(run, v int) uint32 {
	size, low := magnitude(int32(v))
	return join(c.ac[(uint32(run)<<4|size)&255], size, low)
}

// magnitude is the number of bits of |v|, and those bits as a scan has them: of
// v itself, or of v-1 when it is negative (T.81 F.1.2.1.1).
func magnitude(v int32) (size, low uint32) {
	sign := v >> 31
	size = uint32(bits.Len32(uint32((v ^ sign) - sign)))
	return size, uint32(v+sign) & (1<<(size&31) - 1)
}

func join(code, size, low uint32) uint32 {
	return (code>>5<<(size&31)|low)<<5 | (code&31 + size)
}
