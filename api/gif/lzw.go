package gif

import (
	"context"
	"encoding/binary"
)

const (
	maxBits  = 12
	maxCodes = 1 << maxBits
)

// expand decompresses LZW (GIF 89a, appendix F), with literals of 1 to 8 bits, into out. It
// returns the number of bytes written: it stops when out is full, at the end code, at the first
// code that does not exist, or after the block in which ctx has ended.
//
// The string of a code is the string of an earlier code and the byte that followed it. The two
// were written one after the other, so the whole string is in the output already.
func expand(ctx context.Context, out []byte, literalBits int, blocks subBlocks) int {
	var starts [maxCodes]int32
	var lengths [maxCodes]int32
	clearCode := 1 << literalBits
	endCode, width, free := clearCode+1, literalBits+1, clearCode+2
	last, n := -1, 0 // index in out of the last code's string; -1 after a clear code

	var block []byte
	bits, count := uint32(0), 0
	for n < len(out) {
		for count < width {
			if len(block) == 0 {
				if block = blocks.next(); block == nil || ctx.Err() != nil {
					return n
				}
			}
			bits |= uint32(block[0]) << count
			block, count = block[1:], count+8
		}
		code := int(bits & (1<<width - 1))
		bits, count = bits>>width, count-width

		start := n
		switch {
		case code == clearCode:
			width, free, last = literalBits+1, clearCode+2, -1
			continue
		case code == endCode:
			return n
		case code < clearCode:
			out[n] = byte(code)
			n++
		case code < free:
			from, length := int(starts[code]), int(lengths[code])
			if length <= 8 && n+8 <= len(out) { // most are short: copy a word, whose rest is overwritten later
				binary.LittleEndian.PutUint64(out[n:], binary.LittleEndian.Uint64(out[from:]))
				n += length
			} else {
				n += copy(out[n:], out[from:from+length])
			}
		case code == free && last >= 0 && free < maxCodes: // the last string followed by its own first byte
			n += copy(out[n:], out[last:n])
			if n < len(out) {
				out[n] = out[last]
				n++
			}
		default:
			return n
		}
		if last >= 0 && free < maxCodes {
			starts[free], lengths[free] = int32(last), int32(start-last+1)
			if free++; free == 1<<width && width < maxBits {
				width++
			}
		}
		last = start
	}
	return n
}
