package jpeg

import (
	"encoding/binary"
	"math/bits"
)

// maxBlockBytes bounds a coded block with the tables of Annex K: 11+11 bits of DC
// and 63 times 16+10 bits of AC.
const maxBlockBytes = (22 + 63*26 + 7) / 8

// bitWriter collects the bits of a strip, without the zero bytes that follow 0xFF:
// putting those in is a pass of its own, eight bytes at a time, so that the loop
// over the coefficients need not look at what it writes.
type bitWriter struct {
	acc   uint64 // the last n bits are yet to be written, those above are old
	n     uint   // below 8 between blocks
	pos   int
	bytes [maxBlocks*maxBlockBytes + 8]byte
}

func (w *bitWriter) reset() { w.acc, w.n, w.pos = 0, 0, 0 }

// scan codes the first n MCUs of c, in which block i is of pattern[i].
func (w *bitWriter) scan(c *coefficients, n int, pattern []*channel) {
	at := 0
	for range n {
		for _, ch := range pattern {
			b := &c.blocks[at]
			diff := int32(b[0]) - ch.last
			ch.last = int32(b[0])
			w.block(ch.codes, diff, b, c.nonzero[at])
			at++
		}
	}
}

func (w *bitWriter) block(c *codes, diff int32, b *block, nonzero uint64) {
	acc, n, pos, out := w.acc, w.n, w.pos, w.bytes[:]
	acc, n = put(acc, n, c.first(diff))
	// Two codes of at most 26 bits and 7 bits left over fit the accumulator, so
	// it is emptied after every second one: without a branch, by writing all of
	// it and keeping what was not whole bytes.
	next := 1
	for rest := nonzero &^ 1; rest != 0; {
		k := bits.TrailingZeros64(rest)
		rest &= rest - 1
		run := k - next
		next = k + 1
		for ; run > 15; run -= 16 {
			acc, n = put(acc, n, c.ac[sixteen])
			pos, n = flush(out, pos, acc, n)
		}
		acc, n = put(acc, n, c.next(run, int(b[k&63])))
		pos, n = flush(out, pos, acc, n)
		if rest == 0 {
			break
		}
		k = bits.TrailingZeros64(rest)
		rest &= rest - 1
		run = k - next
		next = k + 1
		for ; run > 15; run -= 16 {
			acc, n = put(acc, n, c.ac[sixteen])
			pos, n = flush(out, pos, acc, n)
		}
		acc, n = put(acc, n, c.next(run, int(b[k&63])))
	}
	if next < 64 {
		acc, n = put(acc, n, c.ac[endOfBlock])
	}
	pos, n = flush(out, pos, acc, n)
	w.acc, w.n, w.pos = acc, n, pos
}

func put(acc uint64, n uint, code uint32) (uint64, uint) {
	return acc<<(code&31) | uint64(code>>5), n + uint(code&31)
}

func flush(out []byte, pos int, acc uint64, n uint) (int, uint) {
	binary.BigEndian.PutUint64(out[pos:], acc<<(-n&63))
	return pos + int(n>>3), n & 7
}

// end pads the last byte with ones (T.81 F.1.2.3).
func (w *bitWriter) end() {
	w.acc, w.n = put(w.acc, w.n, 0x7f<<5|7)
	w.pos, _ = flush(w.bytes[:], w.pos, w.acc, w.n)
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
