package jpeg

import (
	"encoding/binary"
	"math/bits"
)

// bitWriter collects the bits of a strip, without the zero bytes that follow 0xFF:
// putting those in is a pass of its own, eight bytes at a time, so that the loop
// over the coefficients need not look at what it writes.
type bitWriter struct {
	acc   uint64 // the last n bits are yet to be written, those above are old
	n     uint   // below 8 between blocks; only its lower 6 bits count
	pos   int
	bytes [stripBytes + 8]byte
}

// stripBytes is above what the blocks of a strip can take, and a power of two: a
// position is cut to it, which costs less than a check. A block has at most 11+11
// bits of DC and 63 times 16+10 bits of AC, below 208 bytes.
const (
	stripBytes = 1 << 15
	_          = uint(stripBytes - 208*maxBlocks)
)

func (w *bitWriter) reset() { w.acc, w.n, w.pos = 0, 0, 0 }

// scan codes the first mcus MCUs of c, in which block i is of channel pattern[i].
func (w *bitWriter) scan(c *coefficients, mcus int, pattern []*channel) {
	at := 0
	for range mcus {
		for _, ch := range pattern {
			b := &c.blocks[at]
			diff := int(b[0]) - ch.last
			ch.last = int(b[0])
			w.block(ch.codes, diff, b, c.nonzero[at]&^1)
			at++
		}
	}
}

// block codes a block: the difference of its DC value, and the AC coefficients that
// rest has the bits of.
//
// The accumulator has room for 7 bits that were left over and two codes of at most
// 26 bits, and is emptied after every second one: without a branch, by writing all
// of it and keeping what was not whole bytes. Everything here is to fit into
// registers; look at the assembly after a change, and see that the BSF of
// TrailingZeros64 is not into one that was just computed, for it would wait.
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

// end fills the last byte up with ones (T.81 F.1.2.3).
func (w *bitWriter) end() {
	w.acc, w.n = put(w.acc, w.n, 0x7F<<6|7)
	w.pos, w.n = flush(&w.bytes, w.pos, w.acc, w.n)
}

// stuff copies src to dst with a zero byte after each 0xFF (T.81 F.1.2.3), and says
// how many bytes those are. dst has room for twice as many as src.
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

// hasFF tells whether a byte of word is 0xFF: one whose complement is 0, so that
// taking 1 from it borrows into a high bit that was not set.
func hasFF(word uint64) bool {
	const ones = 0x0101010101010101
	return (^word-ones)&word&(ones<<7) != 0
}
