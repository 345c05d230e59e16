package jpeg

import (
	"encoding/binary"
	"math/bits"
)

// The decoder's methods choose between Huffman and arithmetic coding.

func (d *decoder) dcDiff(c *scanComponent) int32 {
	if d.header.Arithmetic {
		return d.arith.dc(c.dcModel, &c.kind)
	}
	_, diff := d.bits.next(c.dc)
	return diff
}

func (d *decoder) readBits(n int) (v uint) {
	if !d.header.Arithmetic {
		return d.bits.read(uint(n))
	}
	for range n {
		v = v<<1 | uint(d.arith.bit())
	}
	return v
}

func (d *decoder) band(b *blocks, at int, c *scanComponent, s *scan) (fresh uint64, run int) {
	if d.header.Arithmetic {
		return d.arith.band(b.of(at), b.slots, c.acModel, s), 0
	}
	return d.bits.band(b.of(at), b.slots, c.ac, s)
}

func (d *decoder) refine(b *blocks, at int, c *scanComponent, s *scan) (fresh uint64, run int) {
	if d.header.Arithmetic {
		return d.arith.refine(b.of(at), b.slots, c.acModel, s, b.nonzero[at]), 0
	}
	return d.bits.refine(b.of(at), b.slots, c.ac, s, b.nonzero[at])
}

// band decodes the coefficients of one block in s into their slots of ac. It returns the set of
// those that are not 0, and how many blocks, including this one, end here: 0 if the band is
// full without an EOB.
func (r *bitReader) band(ac []int16, slots *[64]uint8, table *huffDecoder, s *scan) (fresh uint64, run int) {
	if r.pos > r.more {
		r.fill()
	}
	pos, acc, n := uint(r.pos), r.acc, r.n
	last, low := s.last, s.low
	for k := s.first; k <= last; k++ {
		if n < 32 {
			acc |= binary.BigEndian.Uint64(r.window[pos%windowSize:]) >> (n % 64)
			pos += (63 - n) / 8
			n |= 56
		}
		sym := table.look[acc>>(64-lookBits)]
		if sym == 0 {
			sym = table.longSymbol(acc)
		}
		v := sym.value(acc)
		acc <<= sym.total() % 64
		n -= sym.total()
		if k += sym.run(); k > last {
			if k >= pastEnd {
				run, acc, n = endRun(sym, acc, n)
			}
			break
		}
		ac[slots[k%64]] = int16(v << (low % 32))
		fresh |= uint64(uint32(v|-v)>>31) << (k % 64)
	}
	r.pos, r.acc, r.n = int(pos), acc, n
	return fresh, run
}

// endRun reads how many blocks, including this one, an EOBn ends: 2^n plus a number of n bits
// (T.81 G.1.2.2). acc must hold at least 14 bits.
func endRun(sym symbol, acc uint64, n uint) (run int, newAcc uint64, newN uint) {
	size := (sym.run() - pastEnd) % 16
	return int(1<<size + acc>>1>>(63-size)), acc << size, n - size
}

// refine adds a bit to the coefficients of one block in s, where nonzero is the set of those
// that are not 0 yet. It returns the set of new ones, and how many blocks, including this one,
// have no others.
func (r *bitReader) refine(ac []int16, slots *[64]uint8, table *huffDecoder, s *scan, nonzero uint64) (fresh uint64, run int) {
	if r.pos > r.more {
		r.fill()
	}
	pos, acc, n := uint(r.pos), r.acc, r.n
	low := s.low % 32
	rest := s.band() // coefficients not passed yet
	for rest != 0 {
		if n < 32 {
			acc |= binary.BigEndian.Uint64(r.window[pos%windowSize:]) >> (n % 64)
			pos += (63 - n) / 8
			n |= 56
		}
		sym := table.look[acc>>(64-lookBits)]
		if sym == 0 {
			sym = table.longSymbol(acc)
		}
		v := sym.value(acc)
		acc <<= sym.total() % 64
		n -= sym.total()
		if sym.run() >= pastEnd {
			run, acc, n = endRun(sym, acc, n)
			break
		}
		// The place of the new coefficient comes after run zeros that stay zero. The
		// corrections of the coefficients between them come before it in the stream.
		zeroes := rest &^ nonzero
		for range sym.run() {
			zeroes &= zeroes - 1
		}
		place := zeroes & -zeroes
		passed := rest & (place - 1) // all if there is no such place
		rest &^= passed | place
		if corrections := passed & nonzero; corrections != 0 {
			r.pos, r.acc, r.n = int(pos), acc, n
			r.correct(ac, slots, corrections, low)
			pos, acc, n = uint(r.pos), r.acc, r.n
		}
		if v != 0 && place != 0 {
			ac[slots[bits.TrailingZeros64(place)]] = int16(v << low)
			fresh |= place
		}
	}
	r.pos, r.acc, r.n = int(pos), acc, n
	if corrections := rest & nonzero; corrections != 0 {
		r.correct(ac, slots, corrections, low)
	}
	return fresh, run
}

// correct reads a correction bit for each coefficient of the set. A 1 moves the coefficient
// away from 0 by 1<<low.
func (r *bitReader) correct(ac []int16, slots *[64]uint8, set uint64, low uint) {
	for set != 0 {
		r.ready()
		acc := r.acc
		n := uint(0)
		for ; set != 0 && n < 32; n++ {
			at := slots[bits.TrailingZeros64(set)]
			set &= set - 1
			v := ac[at]
			bit := int16(int64(acc) >> 63) // 0 or -1
			ac[at] = v + (v>>15|1)<<(low%16)&bit
			acc <<= 1
		}
		r.drop(n)
	}
}
