package jpeg

import (
	"encoding/binary"

	"framepost/api/pool"
)

// endBytes is what the end of a block takes in memory.
const endBytes = 4

// blockEnds has, for each block, how many bytes the tokens take with it.
type blockEnds struct {
	buffer *pool.Buffer // nil until the first block
	blocks int
}

// grow makes room for n more blocks and returns it.
func (b *blockEnds) grow(n int) []byte {
	from := b.blocks * endBytes
	b.blocks += n
	to := b.blocks * endBytes
	if b.buffer == nil {
		b.buffer = pool.Get(to)
	}
	if to > cap(b.buffer.Bytes) {
		b.buffer.Bytes = b.buffer.Bytes[:from]
		b.buffer = b.buffer.Grow(2 * to)
	}
	b.buffer.Bytes = b.buffer.Bytes[:to]
	return b.buffer.Bytes[from:]
}

func (b *blockEnds) at(i int) int {
	return int(binary.LittleEndian.Uint32(b.buffer.Bytes[i*endBytes:]))
}

// dropped takes the place of a token that is left out. No table has its symbol, so its code
// is that of no bits.
const dropped token = 0xFF

// thin leaves out the last coefficients of blocks, where they are 1 or -1, until bits are saved
// with the given codes. It reports whether there were enough of them. What such coefficients
// take in bits is much for what they add to the picture (Ramchandran and Vetterli,
// "Rate-Distortion Optimal Fast Thresholding with Complete JPEG/MPEG Decoder Compatibility",
// IEEE Trans. Image Processing 3, 1994), and the table of the quantiser need not
// change, so nothing is transformed again. The blocks are taken from all over the picture.
func (t *tokens) thin(codes *symbolCodes, bits int) bool {
	place := spread{across: t.ends.blocks, down: 1}
	for range t.ends.blocks {
		if bits <= 0 {
			return true
		}
		block, _ := place.next()
		bits -= t.dropLast(codes, block)
	}
	return bits <= 0
}

// dropLast leaves out the last coefficient of a block if it is 1 or -1 and an end of the block
// follows, with the runs of zeros before it. It returns the bits saved.
func (t *tokens) dropLast(codes *symbolCodes, block int) (saved int) {
	all, at := t.bytes(), t.ends.at(block)-2*tokenBytes
	if at < 0 {
		return 0 // a first block of one token
	}
	pair := binary.LittleEndian.Uint64(all[at:])
	last, end := token(pair), token(pair>>32)
	if !last.is(0x01, 0x0F) || !end.is(0x00, 0xFF) {
		return 0
	}
	for {
		t.counts[last.index()]--
		saved += codes.bits(last)
		binary.LittleEndian.PutUint32(all[at:], uint32(dropped))
		at -= tokenBytes
		if last = token(binary.LittleEndian.Uint32(all[at:])); !last.is(0xF0, 0xFF) {
			return saved
		}
	}
}

// is reports whether t is an AC token and its symbol, as far as mask says, is that one.
func (t token) is(symbol, mask token) bool { return t&(tokenAC|mask) == tokenAC|symbol }
