package inflate

import "math/bits"

// A code of RFC 1951, section 3.2.2, is decoded by a table that the next bits index: 11 bits
// for a literal or length, 8 for an offset. The entry of a longer code points to a second
// table, which its other bits index. An entry has, from its lowest bit:
//
//	8  number of bits of the code and the extra bits after it
//	4  number of bits of the code, in this table
//	4  the flags
//	16 the literal, the least length or offset, or the index at which the second table begins
const (
	maxBits     = 15
	literalBits = 11
	offsetBits  = 8

	codeShift  = 8
	isLiteral  = 1 << 12
	isSpecial  = 1 << 13 // neither literal nor match; without other flags, an index of no code
	isTable    = 1 << 14
	isEnd      = 1 << 15
	valueShift = 16
)

// Each code longer than the first table's bits can need a table of its own.
const (
	maxLiterals = 288
	maxOffsets  = 32
)

type (
	literalTable [1<<literalBits + maxLiterals<<(maxBits-literalBits)]uint32
	offsetTable  [1<<offsetBits + maxOffsets<<(maxBits-offsetBits)]uint32
)

func (t *literalTable) build(lengths []uint8) bool {
	return build(t[:], literalBits, lengths, &literalSymbols)
}

func (t *offsetTable) build(lengths []uint8) bool {
	return build(t[:], offsetBits, lengths, &offsetSymbols)
}

// build fills table, indexed by the first bits, for the code whose symbols have these
// lengths. It reports whether the lengths are those of a code. A code that leaves bits
// unused is accepted, since some encoders write one for offsets that do not occur.
//
// DEFLATE stores a code's first bit lowest, while a code as a number has its first bit
// highest; so the indexes are codes with their bits reversed. Codes of equal length are
// consecutive numbers in the order of their symbols, and shorter codes come before longer
// ones. The table for codes of at most n bits is the table for n-1 bits, repeated twice, with
// the codes of n bits written over it.
func build(table []uint32, first int, lengths []uint8, symbols *[maxLiterals]uint32) bool {
	var count, next [maxBits + 1]int
	for _, n := range lengths {
		count[n]++
	}
	left := 1
	for n := 1; n <= maxBits; n++ {
		left = 2*left - count[n]
		if left < 0 {
			return false
		}
		next[n] = next[n-1]
		if n > 1 {
			next[n] += count[n-1]
		}
	}
	var sorted [maxLiterals]uint16
	for symbol, n := range lengths {
		if n > 0 {
			sorted[next[n]] = uint16(symbol)
			next[n]++
		}
	}
	code, i := uint16(0), 0
	table[0] = isSpecial
	for n := 1; n <= first; n++ {
		half := 1 << (n - 1)
		copy(table[half:2*half], table[:half])
		code <<= 1
		for range count[n] {
			table[bits.Reverse16(code)>>(16-n)] = symbols[sorted[i]] + uint32(n)<<codeShift + uint32(n)
			code++
			i++
		}
	}
	size, free := 1<<(maxBits-first), 1<<first
	for n := first + 1; n <= maxBits; n++ {
		code <<= 1
		for range count[n] {
			reversed := int(bits.Reverse16(code) >> (16 - n))
			entry := &table[reversed&(1<<first-1)]
			if *entry&isTable == 0 {
				*entry = isSpecial | isTable | uint32(free)<<valueShift
				other := table[free : free+size]
				for j := range other {
					other[j] = isSpecial
				}
				free += size
			}
			other := table[*entry>>valueShift:][:size]
			rest := n - first
			for j := reversed >> first; j < size; j += 1 << rest {
				other[j] = symbols[sorted[i]] + uint32(rest)<<codeShift + uint32(rest)
			}
			code++
			i++
		}
	}
	return true
}

// The entries of each symbol without its code's length, from the tables of section 3.2.5.
var literalSymbols, offsetSymbols = func() (literal, offset [maxLiterals]uint32) {
	for i := range 256 {
		literal[i] = isLiteral | uint32(i)<<valueShift
	}
	literal[256] = isSpecial | isEnd
	least := uint32(3)
	for i := 257; i < 285; i++ {
		extra := max(i-257, 4)/4 - 1
		literal[i] = least<<valueShift | uint32(extra)
		least += 1 << extra
	}
	literal[285] = maxMatch << valueShift
	literal[286], literal[287] = isSpecial, isSpecial
	least = 1
	for i := range 30 {
		extra := max(i, 2)/2 - 1
		offset[i] = least<<valueShift | uint32(extra)
		least += 1 << extra
	}
	offset[30], offset[31] = isSpecial, isSpecial
	return literal, offset
}()

// The lengths of the fixed codes, section 3.2.6.
var fixedLengths, fixedOffsets = func() (lengths [maxLiterals]uint8, distances [maxOffsets]uint8) {
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	for i := range distances {
		distances[i] = 5
	}
	return lengths, distances
}()

// lengthOrder is the order in which a block stores the lengths of the code for code lengths.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// plainSymbols are symbols whose values are their own numbers.
var plainSymbols = func() (symbols [maxLiterals]uint32) {
	for i := range symbols {
		symbols[i] = uint32(i) << valueShift
	}
	return symbols
}()

// readCodes reads the codes at the beginning of a block that has its own codes (section
// 3.2.7) and reports whether they are valid.
func (r *Reader) readCodes() bool {
	nLiterals, nOffsets, nLengths := int(r.take(5))+257, int(r.take(5))+1, int(r.take(4))+4
	if nLiterals > maxLiterals-2 {
		return false
	}
	const lengthBits = 7
	var lengths [maxLiterals + maxOffsets]uint8
	for _, symbol := range lengthOrder[:nLengths] {
		lengths[symbol] = uint8(r.take(3))
	}
	var table [1 << lengthBits]uint32
	if !build(table[:], lengthBits, lengths[:len(lengthOrder)], &plainSymbols) {
		return false
	}
	clear(lengths[:len(lengthOrder)])
	total := nLiterals + nOffsets
	for i := 0; i < total; {
		if r.count < maxBits {
			r.refill()
		}
		e := table[r.bits&(1<<lengthBits-1)]
		if e&isSpecial != 0 {
			return false
		}
		r.take(uint(e & 63))
		var repeat int
		var value uint8
		switch symbol := e >> valueShift; symbol {
		case 16:
			if i == 0 {
				return false
			}
			value, repeat = lengths[i-1], 3+int(r.take(2))
		case 17:
			repeat = 3 + int(r.take(3))
		case 18:
			repeat = 11 + int(r.take(7))
		default:
			value, repeat = uint8(symbol), 1
		}
		if i+repeat > total {
			return false
		}
		for range repeat {
			lengths[i] = value
			i++
		}
	}
	return r.literal.build(lengths[:nLiterals]) && r.offset.build(lengths[nLiterals:total])
}
