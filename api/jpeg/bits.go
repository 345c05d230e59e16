package jpeg

import (
	"encoding/binary"
	"math/bits"
)

// bitWriter collects the bits of a strip, without the zero byte after each 0xFF. Those are
// inserted in a separate pass, eight bytes at a time, so that the loop over the coefficients
// need not inspect the bytes that it writes.
type bitWriter struct {
	acc   uint64 // its lowest n bits are still to be written; those above have been
	n     uint   // less than 8 between blocks; only its lower 6 bits are used
	pos   int
	bytes [stripBytes + 8]byte
}

// stripBytes is more than the blocks of a strip can take, and a power of two: positions are
// masked with it, which costs less than a bounds check. A block has at most 11+11 bits of DC
// and 63 times 16+10 bits of AC, less than 208 bytes.
const (
	stripBytes = 1 << 15
	_          = uint(stripBytes - 208*maxBlocks)
)

func (w *bitWriter) reset() { w.acc, w.n, w.pos = 0, 0, 0 }

// scan codes the first mcus MCUs of c. Block i of each MCU belongs to channel pattern[i].
func (w *bitWriter) scan(c *coefficients, mcus int, pattern []*channel) {
	at := 0
	for range mcus {
		for _, ch := range pattern {
			b := &c.blocks[at]
			diff := int(b[0]) - int(ch.last)
			ch.last = b[0]
			w.block(ch.codes, diff, b, c.nonzero[at]&^1)
			at++
		}
	}
}

// block codes a block: diff, the difference of its DC value, and the AC coefficients whose bits
// are set in rest.
//
// The accumulator has room for 7 remaining bits and two codes of at most 26 bits, and is
// emptied after every second code. That needs no branch: all of it is written, and the position
// advances by the whole bytes. Everything in the loop should fit into registers; after a
// change, inspect the assembly, and check that the destination of the BSF of TrailingZeros64
// was not computed just before, because the BSF would wait for it.
func (w *bitWriter) block(c *codes, diff int, b *block, rest uint64) {
	acc, n, pos, out := w.acc, w.n, w.pos, &w.bytes
	acc, n = put(acc, n, c.first(diff))
	last := 0
	for rest != 0 {
		k := bits.TrailingZeros64(rest)
		rest &= rest - 1
		step := k - last
		last = k
		for ; step > 16; step -= 16 {
			acc, n = put(acc, n, c.sixteenZeros)
			pos, n = flush(out, pos, acc, n)
		}
		acc, n = put(acc, n, c.next(step, int(b[k])))
		pos, n = flush(out, pos, acc, n)
		if rest == 0 {
			break
		}
		k = bits.TrailingZeros64(rest)
		rest &= rest - 1
		step = k - last
		last = k
		for ; step > 16; step -= 16 {
			acc, n = put(acc, n, c.sixteenZeros)
			pos, n = flush(out, pos, acc, n)
		}
		acc, n = put(acc, n, c.next(step, int(b[k])))
	}
	if last != 63 {
		acc, n = put(acc, n, c.endOfBlock)
	}
	w.pos, w.n = flush(out, pos, acc, n)
	w.acc = acc
}

func put(acc uint64, n uint, c code) (newAcc uint64, newN uint) {
	return acc<<(c&63) | uint64(c>>6), n + uint(c)
}

func flush(out *[stripBytes + 8]byte, pos int, acc uint64, n uint) (newPos int, newN uint) {
	binary.BigEndian.PutUint64(out[pos&(stripBytes-1):], acc<<(-n&63))
	return pos + int(n&63>>3), n & 7
}

// end fills the last byte with ones (T.81 F.1.2.3).
func (w *bitWriter) end() {
	w.acc, w.n = put(w.acc, w.n, 0x7F<<6|7)
	w.pos, w.n = flush(&w.bytes, w.pos, w.acc, w.n)
}

// stuff copies src to dst with a zero byte after each 0xFF (T.81 F.1.2.3), and returns the
// number of bytes written. dst must be twice as long as src.
func stuff(dst, src []byte) int {
	n := 0
	for ; len(src) >= 8; src = src[8:] {
		word := binary.LittleEndian.Uint64(src)
		if hasFF(word) {
			n = stuffBytes(dst, n, src[:8])
			continue
		}
		binary.LittleEndian.PutUint64(dst[n:], word)
		n += 8
	}
	return stuffBytes(dst, n, src)
}

func stuffBytes(dst []byte, n int, src []byte) int {
	for _, b := range src {
		dst[n], dst[n+1] = b, 0
		n += 1 + int(uint(b)+1)>>8
	}
	return n
}

// hasFF reports whether a byte of word is 0xFF. The complement of such a byte is 0, and
// subtracting 1 from 0 sets its highest bit by a borrow.
func hasFF(word uint64) bool {
	const ones = 0x0101010101010101
	return (^word-ones)&word&(ones<<7) != 0
}
