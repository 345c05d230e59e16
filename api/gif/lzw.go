package gif

import "encoding/binary"

const (
	maxBits  = 12
	maxCodes = 1 << maxBits
)

// expand decompresses LZW (GIF 89a, appendix F) with literals of so many bits, 1 to 8,
// into out, and returns how many bytes of it that filled: all, or those before the end or
// the first code that does not exist. What would be too much is left.
//
// The string of a code is that of an earlier one and the byte that followed it then, so it
// stands in the output, where the two were written.
func expand(out []byte, literalBits int, blocks subBlocks) int {
	var starts [maxCodes]int32
	var lengths [maxCodes]int32
	clearCode := 1 << literalBits
	endCode, width, free := clearCode+1, literalBits+1, clearCode+2
	last, n := -1, 0 // where in out the string of the last code is; -1 after a clear code

	var block []byte
	bits, count := uint32(0), 0
	for n < len(out) {
		for count < width {
			if len(block) == 0 {
				if block = blocks.next(); block == nil {
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
			if length <= 8 && n+8 <= len(out) { // most are short: a word, of which the rest is overwritten
				binary.LittleEndian.PutUint64(out[n:], binary.LittleEndian.Uint64(out[from:]))
				n += length
			} else {
				n += copy(out[n:], out[from:from+length])
			}
		case code == free && last >= 0 && free < maxCodes: // the last string and its own first byte
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
