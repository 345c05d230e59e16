// Package inflate decompresses DEFLATE data (RFC 1951) that is in memory whole, in pieces
// of the length that the caller asks for, such as a PNG's rows. Most of a PNG's time goes
// into it: on one of 1920×1080, klauspost/compress takes twice as long and compress/flate
// three times, since they read from any io.Reader, byte by byte.
package inflate

import (
	"encoding/binary"
	"errors"

	"framepost/api/pool"
)

// Errors that end the data. What was decompressed before them has been returned.
var (
	ErrTruncated = errors.New("inflate: the data breaks off")
	ErrCorrupt   = errors.New("inflate: the data is damaged")
	ErrEnd       = errors.New("inflate: the data has ended")
)

const (
	window   = 1 << 15 // how far back a match reaches
	maxMatch = 258
	ahead    = 1 << 16 // decompressed at a time, besides what the caller asked for

	// slack is room behind the output for the last symbols: literals, then a match, which
	// is copied in words of 8 bytes.
	slack = 3 + maxMatch + 8

	// padding is behind the input, so that whole words can be read up to its end: a
	// step of the decoder takes at most three.
	padding = 32
)

// Reader decompresses. The zero Reader has no data.
type Reader struct {
	input  *pool.Buffer
	in     []byte // followed by padding
	length int    // of in without the padding
	pos    int    // of the next byte of in that is not in bits
	bits   uint64 // the next bits, the first in the lowest place
	count  uint   // how many of bits are valid; those above are those at pos, or 0

	output     *pool.Buffer
	out        []byte
	start, end int // the part of out that has not been returned; before start is the window

	block   blockKind
	final   bool // no block follows this one
	stored  int  // bytes that are left of a stored block
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

// Reset begins with the data that the parts make up together; they are copied. longest
// is the largest piece that Next will be asked for.
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

// Release returns the memory; what Next has returned may not be used after. The Reader
// may be Reset.
func (r *Reader) Release() {
	r.input.Release()
	r.output.Release()
	r.input, r.in, r.output, r.out = nil, nil, nil, nil
	r.length, r.pos, r.bits, r.count, r.start, r.end = 0, 0, 0, 0, 0, 0
	r.block, r.final, r.stored, r.err = noBlock, false, 0, nil
}

// Next returns the next n bytes, at most the longest that Reset was given. They are
// valid until the next call and only read. Where fewer are left it returns those, and
// the error that says why.
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

// step decompresses until the output is full or a block ends, after making room.
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

// consumed returns how many bits of the input have been used.
func (r *Reader) consumed() int { return 8*r.pos - int(r.count) }

// refill brings at least 56 bits into bits, zeros where the input has ended.
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

// openBlock reads what is in front of a block's data (section 3.2.3).
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

// copyStored copies what fits of a stored block.
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
