package jpeg

import (
	"bytes"
	"encoding/binary"
	"math"
)

// bitReader reads the entropy-coded bits of one restart interval. It copies them to a window
// without the stuffed zeros, so that it can load eight bytes at once without inspecting each of
// them.
type bitReader struct {
	window [windowSize + 8]byte
	src    []byte // the data after those in the window
	end    int    // end of the interval's bytes in the window; zeros follow the last ones
	more   int    // position from which the next block needs more of src in the window
	pos    int    // position in the window of the next byte to load
	acc    uint64 // unread bits, from the top; below them are zeros or the bits at pos
	n      uint   // number of unread bits

	dropped int // number of zero bits at the end that an encoder may have dropped
}

const (
	windowSize = 8 << 10 // a power of two: a masked index needs no bounds check

	// slack is more than the longest possible block, which has 64 codes of 16 bits with
	// magnitudes of 15 bits, and the bytes that are loaded ahead. A block that begins at least
	// that far from the end of the window needs no checks.
	slack = 64*31/8 + 16
)

// begin begins to read the interval at the start of src.
func (r *bitReader) begin(src []byte) {
	r.src, r.end, r.pos, r.acc, r.n, r.dropped = src, 0, 0, 0, 0, 0
	r.fill()
}

// fill moves the bytes that are not loaded yet to the start of the window, and refills it.
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

// finish skips the rest of the interval and returns the data after it, which begin with a
// marker if there are any.
func (r *bitReader) finish() []byte {
	for r.more != math.MaxInt {
		r.pos = r.end
		r.fill()
	}
	return r.src
}

// exhausted reports whether more bits have been read than the interval has.
func (r *bitReader) exhausted() bool { return 8*r.pos-int(r.n) > 8*r.end+r.dropped }

// unstuff copies the entropy-coded data at the start of src to dst, without the zero after each
// 0xFF (T.81 B.1.1.5), until dst is full or src is at a marker or its end. It returns how many
// bytes it has written and read. If the byte after a 0xFF begins no marker, because of damage,
// it copies both: in most cases only one block is lost then.
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
		case used+1 == len(src): // the file is truncated between 0xFF and its zero
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

// block decodes the coefficients of one block into out, which must hold zeros. It multiplies
// them by their quantisation steps and stores them where a pair has them. It returns the index,
// in the stream's order, after the last coefficient, plus pastEnd if an EOB ended the block:
// 1+pastEnd for a block with only a DC coefficient. A product that does not fit 16 bits wraps
// around; valid pictures of 8 bits need 12.
func (r *bitReader) block(out *[128]int16, c *scanComponent) uint {
	if r.pos > r.more {
		r.fill()
	}
	pos, acc, n := uint(r.pos), r.acc, r.n

	// Fill acc up to at least 56 bits. Some bits are loaded a second time, to the same place.
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
		if n < 32 { // a symbol with its magnitude has at most 31 bits
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

// mean decodes only the DC coefficient of one block, as block does, and skips the others. It is
// for pictures in which a sample shows the mean of a block.
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

// read reads n bits, at most 16.
func (r *bitReader) read(n uint) uint {
	r.ready()
	v := uint(r.acc >> 1 >> (63 - n))
	r.drop(n)
	return v
}

// ready fills acc up to at least 32 bits, since a symbol with its magnitude has at most 31.
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
