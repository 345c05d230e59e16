package jpeg

import (
	"bytes"
	"encoding/binary"
)

// bitReader reads the entropy-coded bits of one restart interval, from a buffer
// out of which the stuffed zeroes are already taken: then eight bytes can be loaded
// at once, without a look at each of them.
type bitReader struct {
	buf []byte // the interval, then slack zeroes
	end int    // of the interval
	pos int    // the next byte of buf
	acc uint64 // bits not yet read, from the top; zeroes after them
	n   uint   // how many there are
}

// slack is more than the bytes that the longest possible block takes, 64 times a code
// of 16 bits and a magnitude of 15, and what is loaded ahead: a block that began
// inside the interval needs no check of its end.
const slack = 64*31/8 + 16

// unstuff copies the entropy-coded data at the start of src to dst[:n], without the
// zero that follows each 0xFF, and stops at the first marker, at src[next:]
// (T.81 B.1.1.5). dst must be as long as src.
func unstuff(dst, src []byte) (n, next int) {
	for next < len(src) {
		i := bytes.IndexByte(src[next:], 0xFF)
		if i < 0 {
			return n + copy(dst[n:], src[next:]), len(src)
		}
		n += copy(dst[n:], src[next:next+i])
		next += i
		switch {
		case next+1 == len(src): // a file that ends between 0xFF and its zero
			return n, len(src)
		case src[next+1] == 0:
			dst[n] = 0xFF
			n++
			next += 2
		case src[next+1] == 0xFF: // a fill byte
			next++
		default:
			return n, next
		}
	}
	return n, next
}

// reset begins an interval of n bytes.
func (r *bitReader) reset(n int) {
	clear(r.buf[n : n+slack])
	r.end, r.pos, r.acc, r.n = n, 0, 0, 0
}

// exhausted reports whether more has been read than there was.
func (r *bitReader) exhausted() bool { return 8*r.pos-int(r.n) > 8*r.end }

// block decodes the coefficients of one block into out, which holds zeroes: multiplied
// by their quantisation steps, as a pair has them. It gives the place in the stream's order
// of the last one that is not zero; 0 when there is the DC alone.
func (r *bitReader) block(out *[128]int16, c *scanComponent) (last uint) {
	buf, pos, acc, n := r.buf, r.pos, r.acc, r.n

	if n < 32 {
		acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
		pos += int(63-n) >> 3
		n |= 56
	}
	s := c.dc.look[acc>>(64-lookBits)]
	if s == 0 {
		s = c.dc.longSymbol(acc)
	}
	c.pred += extend(acc, s)
	out[0] = int16(c.pred * int32(c.quant[0]>>8))
	acc <<= s.total() & 63
	n -= s.total()

	ac, quant := c.ac, c.quant
	for k := uint(1); k < 64; k++ {
		if n < 32 {
			acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
			pos += int(63-n) >> 3
			n |= 56
		}
		s := ac.look[acc>>(64-lookBits)]
		if s == 0 {
			s = ac.longSymbol(acc)
		}
		k += s.run()
		v := extend(acc, s)
		acc <<= s.total() & 63
		n -= s.total()
		if k > 63 {
			break
		}
		q := quant[k]
		out[q&127] = int16(v * int32(q>>8))
		last = k
	}
	r.pos, r.acc, r.n = pos, acc, n
	return last
}

// extend is the value that the magnitude bits after the code s at the top of acc
// stand for (T.81 F.2.2.1, EXTEND): n bits that begin with a 1 are that number, and
// with a 0 they are less by 2ⁿ-1. There is no branch, as nothing could predict it.
func extend(acc uint64, s symbol) int32 {
	top := acc << (s.code() & 63)
	n := s.magnitude() & 63
	v := int32(top >> 1 >> (63 - n))
	negative := ^int32(int64(top) >> 63)
	return v + negative&(1-1<<n)
}
