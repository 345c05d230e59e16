// Package inflate decompresses DEFLATE data (RFC 1951). The data are in memory as a whole,
// and come out in pieces of the length that the caller asks for, such as a PNG's rows. Most of
// the time of decoding a PNG is spent here: for one of 1920×1080, klauspost/compress takes
// twice as long and compress/flate three times, since they read from any io.Reader, byte by
// byte.
package inflate

import (
	"encoding/binary"
	"errors"

	"framepost/api/pool"
)

// Errors that end the data. What was decompressed before the error has been returned.
var (
	ErrTruncated = errors.New("inflate: the data breaks off")
	ErrCorrupt   = errors.New("inflate: the data is damaged")
	ErrEnd       = errors.New("inflate: the data has ended")
)

const (
	window   = 1 << 15 // how far back a match reaches
	maxMatch = 258
	ahead    = 1 << 16 // bytes decompressed at a time, if the caller asks for less

	// slack is room behind the output for the last symbols: literals, then a match, which
	// is copied in words of 8 bytes.
	slack = 3 + maxMatch + 8

	// padding follows the input, so that the decoder can read whole words up to its end: one
	// step reads at most three words.
	padding = 32
)

// Reader decompresses. The zero Reader has no data.
type Reader struct {
	input  *pool.Buffer
	in     []byte // the input, then padding
	length int    // bytes of in without the padding
	pos    int    // index of the next byte of in that is not in bits
	bits   uint64 // the next bits, the first one lowest
	count  uint   // number of valid bits; those above equal the bits at pos, or are 0

	output     *pool.Buffer
	out        []byte
	start, end int // the part of out that has not been returned; the window is before start

	block   blockKind
	final   bool // no block follows this one
	stored  int  // bytes left of a stored block
	literal literalTable
	offset  offsetTable
	fixed   bool // the tables are those of fixed codes
	err     error
}

type blockKind uint8

const (
	noBlock blockKind = iota
	storedBlock
	codedBlock
)

// Reset makes r read the concatenation of parts, which it copies. longest is the largest n,
// in bytes, that Next will be called with.
func (r *Reader) Reset(longest int, parts ...[]byte) {
	r.Release()
	for _, part := range parts {
		r.length += len(part)
	}
	r.input = pool.Get(r.length + padding)
	r.in = r.input.Bytes
	rest := r.in
	for _, part := range parts {
		rest = rest[copy(rest, part):]
	}
	clear(rest)
	r.output = pool.Get(window + max(ahead, longest) + slack)
	r.out = r.output.Bytes
}

// Release returns the memory to the pool; the bytes that Next has returned must not be used
// afterwards. Reset makes the Reader usable again.
func (r *Reader) Release() {
	r.input.Release()
	r.output.Release()
	r.input, r.in, r.output, r.out = nil, nil, nil, nil
	r.length, r.pos, r.bits, r.count, r.start, r.end = 0, 0, 0, 0, 0, 0
	r.block, r.final, r.stored, r.err = noBlock, false, 0, nil
}

// Next returns the next n bytes, where n is at most the longest of Reset. They are valid
// until the next call and must not be changed. If fewer bytes are left, it returns those and
// the error that ended the data.
func (r *Reader) Next(n int) ([]byte, error) {
	for r.end-r.start < n && r.err == nil {
		r.step()
	}
	have := min(n, r.end-r.start)
	piece := r.out[r.start : r.start+have : r.start+have]
	r.start += have
	if have < n {
		return piece, r.err
	}
	return piece, nil
}

// step makes room in out, then decompresses until out is full or a block ends.
func (r *Reader) step() {
	limit := len(r.out) - slack
	if r.end >= limit {
		keep := min(r.start, r.end-min(r.end, window))
		copy(r.out, r.out[keep:r.end])
		r.start, r.end = r.start-keep, r.end-keep
	}
	switch {
	case r.block == codedBlock:
		r.decode(limit)
	case r.block == storedBlock:
		r.copyStored(limit)
	case r.final:
		r.err = ErrEnd
	default:
		r.openBlock()
	}
}

// consumed returns the number of bits of the input that have been used.
func (r *Reader) consumed() int { return 8*r.pos - int(r.count) }

// refill brings at least 56 bits into bits; after the end of the input they are zeros.
func (r *Reader) refill() {
	if r.pos <= r.length+padding-8 {
		r.bits |= binary.LittleEndian.Uint64(r.in[r.pos:]) << (r.count & 63)
		r.pos += int(63-r.count) >> 3
		r.count |= 56
	}
}

// take returns the next n bits, at most 32.
func (r *Reader) take(n uint) uint32 {
	if r.count < n {
		r.refill()
	}
	v := uint32(r.bits & (1<<n - 1))
	r.bits >>= n
	r.count -= min(n, r.count)
	return v
}

// openBlock reads the header of a block (section 3.2.3).
func (r *Reader) openBlock() {
	r.final = r.take(1) == 1
	kind := r.take(2)
	r.block = codedBlock
	ok := true
	switch kind {
	case 0:
		ok = r.openStored()
	case 1:
		if !r.fixed {
			r.literal.build(fixedLengths[:])
			r.offset.build(fixedOffsets[:])
			r.fixed = true
		}
	case 2:
		r.fixed = false
		ok = r.readCodes()
	default:
		ok = false
	}
	switch {
	case r.consumed() > 8*r.length:
		r.err = ErrTruncated
	case !ok:
		r.err = ErrCorrupt
	}
}

// openStored reads the length of a stored block, which begins at a whole byte.
func (r *Reader) openStored() bool {
	r.take(r.count & 7)
	r.stored = int(r.take(16))
	r.block = storedBlock
	return r.take(16) == uint32(r.stored)^0xFFFF
}

// copyStored copies as much of a stored block as fits below limit.
func (r *Reader) copyStored(limit int) {
	r.pos -= int(r.count >> 3) // whole bytes that were read ahead
	r.bits, r.count = 0, 0
	n := min(r.stored, limit-r.end, r.length-r.pos)
	copy(r.out[r.end:], r.in[r.pos:r.pos+n])
	r.pos, r.end, r.stored = r.pos+n, r.end+n, r.stored-n
	if r.stored == 0 {
		r.block = noBlock
	} else if r.pos == r.length {
		r.err = ErrTruncated
	}
}
