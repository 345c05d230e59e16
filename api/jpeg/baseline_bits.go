package jpeg

import (
	"bytes"
	"encoding/binary"
	"math"
)

// bitReader reads the entropy-coded bits of one restart interval through a window
// out of which the stuffed zeroes are already taken: so eight bytes can be loaded at
// once, without a look at each of them.
type bitReader struct {
	window [windowSize + 8]byte
	src    []byte // what is not in the window yet
	end    int    // of the interval's bytes in the window; after the last ones, zeroes
	more   int    // where the next block needs more of src in the window
	pos    int    // the next byte of the window to load
	acc    uint64 // bits loaded and not read, from the top; zeroes, or what pos has, after them
	n      uint   // how many there are

	dropped int // bits that an encoder may have left out at the end, as they are zeroes
}

const (
	windowSize = 8 << 10 // a power of two: a masked index needs no bounds check

	// slack is more than the longest possible block takes, 64 times a code of 16
	// bits and a magnitude of 15, and what is loaded ahead: in a block that begins so
	// far from the end of the window nothing needs a check.
	slack = 64*31/8 + 16
)

// begin begins with the interval that is at the start of src.
func (r *bitReader) begin(src []byte) {
	r.src, r.end, r.pos, r.acc, r.n, r.dropped = src, 0, 0, 0, 0, 0
	r.fill()
}

// fill moves what is not loaded yet to the start of the window and fills it up.
func (r *bitReader) fill() {
	r.end = copy(r.window[:], r.window[r.pos:r.end])
	r.pos = 0
	n, used := unstuff(r.window[r.end:windowSize-slack], r.src)
	r.end += n
	r.src = r.src[used:]
	if r.end == windowSize-slack {
		r.more = r.end - slack
		return
	}
	clear(r.window[r.end:][:slack])
	r.more = math.MaxInt
}

// finish skips the rest of the interval and gives what comes after it, a marker if
// anything.
func (r *bitReader) finish() []byte {
	for r.more != math.MaxInt {
		r.pos = r.end
		r.fill()
	}
	return r.src
}

// exhausted reports whether more has been read than there was.
func (r *bitReader) exhausted() bool { return 8*r.pos-int(r.n) > 8*r.end+r.dropped }

// unstuff copies the entropy-coded data at the start of src to dst, without the zero
// that follows each 0xFF (T.81 B.1.1.5), until dst is full or src is at a marker or
// its end. It returns how many bytes it wrote and read. Where damage has put a byte after
// 0xFF that begins no marker, both are data: that way most often only one block is lost.
func unstuff(dst, src []byte) (n, used int) {
	for n < len(dst) && used < len(src) {
		plain := src[used:min(used+len(dst)-n, len(src))]
		if i := bytes.IndexByte(plain, 0xFF); i >= 0 {
			plain = plain[:i]
		}
		n += copy(dst[n:], plain)
		used += len(plain)
		switch {
		case n == len(dst) || used == len(src):
		case used+1 == len(src): // a file that ends between 0xFF and its zero
			used++
		case src[used+1] == 0:
			dst[n] = 0xFF
			n++
			used += 2
		case src[used+1] == 0xFF: // a fill byte
			used++
		case src[used+1] < markerFirst:
			dst[n] = 0xFF
			n++
			used++
		default:
			return n, used
		}
	}
	return n, used
}

// block decodes the coefficients of one block into out, which holds zeroes: multiplied
// by their quantisation steps, and where a pair has them. It gives the place in the
// stream's order that comes after the last one, and pastEnd more when that is told by
// an EOB: 1+pastEnd for a block of a DC alone. A product that 16 bits can't hold wraps
// around; that of a picture of 8 bits takes 12.
func (r *bitReader) block(out *[128]int16, c *scanComponent) uint {
	if r.pos > r.more {
		r.fill()
	}
	pos, acc, n := uint(r.pos), r.acc, r.n

	// Fill acc up to 56 bits and more. Bits that it has already are loaded again: they are
	// the same.
	acc |= binary.BigEndian.Uint64(r.window[pos%windowSize:]) >> (n % 64)
	pos += (63 - n) / 8
	n |= 56
	s := c.dc.look[acc>>(64-lookBits)]
	if s == 0 {
		s = c.dc.longSymbol(acc)
	}
	c.pred += s.value(acc)
	out[0] = int16(c.pred * int32(c.quant[0]>>8))
	acc <<= s.total() % 64
	n -= s.total()

	ac, quant := c.ac, c.quant
	k := uint(1)
	for k < 64 {
		if n < 32 { // a symbol has 31 bits at most
			acc |= binary.BigEndian.Uint64(r.window[pos%windowSize:]) >> (n % 64)
			pos += (63 - n) / 8
			n |= 56
		}
		if t := ac.two[acc>>(64-lookBits)]; t != 0 && k+t.second() < 64 {
			acc <<= t.total() % 64
			n -= t.total()
			q := quant[(k+t.first())%64]
			out[q%128] = int16(t.value1() * int32(q>>8))
			q = quant[k+t.second()]
			out[q%128] = int16(t.value2() * int32(q>>8))
			k += t.places()
			continue
		}
		s := ac.look[acc>>(64-lookBits)]
		if s == 0 {
			s = ac.longSymbol(acc)
		}
		k += s.run()
		v := s.value(acc)
		acc <<= s.total() % 64
		n -= s.total()
		if k > 63 {
			break
		}
		q := quant[k]
		out[q%128] = int16(v * int32(q>>8))
		k++
	}
	r.pos, r.acc, r.n = int(pos), acc, n
	return k
}

// mean decodes the DC coefficient of one block as block does, for a sample that shows the mean
// of the block, and passes over the others.
func (r *bitReader) mean(out *[128]int16, c *scanComponent) {
	if r.pos > r.more {
		r.fill()
	}
	_, diff := r.next(c.dc)
	c.pred += diff
	out[0] = int16(c.pred * int32(c.quant[0]>>8))
	pos, acc, n := uint(r.pos), r.acc, r.n
	ac := c.ac
	for k := uint(1); k < 64; {
		if n < 32 {
			acc |= binary.BigEndian.Uint64(r.window[pos%windowSize:]) >> (n % 64)
			pos += (63 - n) / 8
			n |= 56
		}
		if t := ac.two[acc>>(64-lookBits)]; t != 0 && k+t.second() < 64 {
			acc <<= t.total() % 64
			n -= t.total()
			k += t.places()
			continue
		}
		s := ac.look[acc>>(64-lookBits)]
		if s == 0 {
			s = ac.longSymbol(acc)
		}
		k += s.run() + 1
		acc <<= s.total() % 64
		n -= s.total()
	}
	r.pos, r.acc, r.n = int(pos), acc, n
}

// next reads a symbol and the value of its magnitude.
func (r *bitReader) next(d *huffDecoder) (symbol, int32) {
	r.ready()
	s := d.look[r.acc>>(64-lookBits)]
	if s == 0 {
		s = d.longSymbol(r.acc)
	}
	v := s.value(r.acc)
	r.drop(s.total())
	return s, v
}

// read reads n bits, 16 at most.
func (r *bitReader) read(n uint) uint {
	r.ready()
	v := uint(r.acc >> 1 >> (63 - n))
	r.drop(n)
	return v
}

// ready makes acc hold 32 bits and more: a symbol has 31 at most.
func (r *bitReader) ready() {
	if r.n < 32 {
		r.load()
	}
}

func (r *bitReader) load() {
	if r.pos > r.more {
		r.fill()
	}
	r.acc |= binary.BigEndian.Uint64(r.window[uint(r.pos)%windowSize:]) >> (r.n % 64)
	r.pos += int(63-r.n) / 8
	r.n |= 56
}

func (r *bitReader) drop(n uint) {
	r.acc <<= n % 64
	r.n -= n
}
