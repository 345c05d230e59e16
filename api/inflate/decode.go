package inflate

import "encoding/binary"

// decode decompresses symbols of a coded block until out is filled to limit or the block
// ends. Nearly all the time of decompressing is spent here, so it copies the Reader's fields
// to variables and inlines take by hand. A round decodes up to three literals, at most 33
// bits, or up to two literals and a match; a refill leaves at least 56 bits.
func (r *Reader) decode(limit int) {
	in, out, pos, end := r.in, r.out, r.pos, r.end
	bits, count := r.bits, r.count
	literals, offsets := &r.literal, &r.offset
	begun := end // where this round's symbols begin in out
	done := false
	for end < limit {
		if pos > r.length && 8*pos-int(count) > 8*r.length {
			break // the previous round read into the padding
		}
		begun = end
		bits |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
		pos += int(63-count) >> 3
		count |= 56

		e := literals[bits&(1<<literalBits-1)]
		if e&isLiteral != 0 {
			bits >>= e & 63
			count -= uint(e & 63)
			out[end] = byte(e >> valueShift)
			end++
			if e = literals[bits&(1<<literalBits-1)]; e&isLiteral != 0 {
				bits >>= e & 63
				count -= uint(e & 63)
				out[end] = byte(e >> valueShift)
				end++
				if e = literals[bits&(1<<literalBits-1)]; e&isLiteral != 0 {
					bits >>= e & 63
					count -= uint(e & 63)
					out[end] = byte(e >> valueShift)
					end++
					continue
				}
			}
		}
		if e&isSpecial != 0 {
			if e&isTable != 0 {
				bits >>= literalBits
				count -= literalBits
				e = literals[e>>valueShift+uint32(bits&(1<<(maxBits-literalBits)-1))]
			}
			if e&isLiteral != 0 {
				bits >>= e & 63
				count -= uint(e & 63)
				out[end] = byte(e >> valueShift)
				end++
				continue
			}
			if e&isSpecial != 0 {
				if e&isEnd == 0 {
					r.err = ErrCorrupt
					break
				}
				bits >>= e & 63
				count -= uint(e & 63)
				done = true
				break
			}
		}
		length := int(e>>valueShift) + int(bits&(1<<(e&63)-1)>>(e>>codeShift&15))
		bits >>= e & 63
		count -= uint(e & 63)

		bits |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
		pos += int(63-count) >> 3
		count |= 56
		e = offsets[bits&(1<<offsetBits-1)]
		if e&isTable != 0 {
			bits >>= offsetBits
			count -= offsetBits
			e = offsets[e>>valueShift+uint32(bits&(1<<(maxBits-offsetBits)-1))]
		}
		offset := int(e>>valueShift) + int(bits&(1<<(e&63)-1)>>(e>>codeShift&15))
		bits >>= e & 63
		count -= uint(e & 63)
		if e&isSpecial != 0 || offset > end {
			r.err = ErrCorrupt
			break
		}
		copyMatch(out, end, offset, length)
		end += length
	}
	if done {
		r.block = noBlock
	}
	r.pos, r.bits, r.count, r.end = pos, bits, count, end
	if r.consumed() > 8*r.length {
		r.end, r.err = begun, ErrTruncated
	}
}

// copyMatch writes length bytes at end: a copy of those that are offset bytes before. It
// writes up to 7 bytes more. If offset is less than a word, the copied bytes repeat with the
// period offset, and so also with the multiple of it, 8 or more, that periods holds.
func copyMatch(out []byte, end, offset, length int) {
	i := 0
	if offset < 8 {
		for ; i < 8; i++ {
			out[end+i] = out[end+i-offset]
		}
		offset *= int(periods[offset])
	}
	for ; i < length; i += 8 {
		binary.LittleEndian.PutUint64(out[end+i:], binary.LittleEndian.Uint64(out[end+i-offset:]))
	}
}

// periods holds, by offset, the least factor that makes offset 8 or more.
var periods = [8]uint8{1: 8, 2: 4, 3: 3, 4: 2, 5: 2, 6: 2, 7: 2}
