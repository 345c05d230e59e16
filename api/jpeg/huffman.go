package jpeg

import (
	"bytes"
	"sync"
)

// lookBits is how many bits of the stream are looked up at once. With 10, hardly one
// code in a hundred is longer, and tables of 4 and 8 kB leave room in the first-level cache.
const lookBits = 10

// huffDecoder decodes the symbols of one Huffman table (T.81 annex F.2.2). In a
// baseline scan a symbol says how many zero coefficients come first, and how many
// bits follow that give the next coefficient's magnitude; a progressive one adds EOBn,
// which ends several blocks at once (G.1.2.2).
type huffDecoder struct {
	// look has, for the next lookBits of the stream, what longSymbol gives; 0 when the
	// code is longer, or in no table.
	look [1 << lookBits]symbol

	// For each length: codes below limit, left-aligned in 16 bits, are that long or
	// shorter; the symbol of code c is symbols[offset+c], c right-aligned.
	limit   [17]uint32
	offset  [17]int32
	symbols [256]symbol

	// two has, for the next lookBits of the stream, the first two symbols of an AC table.
	two [1 << lookBits]twoSymbols

	// What the table was made from: class and identifier, counts and values as a DHT segment
	// has them, and whether with two.
	source  []byte
	withTwo bool
}

// set makes the table from its part of a DHT segment (T.81 B.2.4.2), with two if that is
// wanted. It reports whether it is a possible one. There is nothing to do when the last picture
// had the same, as each frame of a camera has.
func (d *huffDecoder) set(source []byte, two bool) bool {
	if bytes.Equal(d.source, source) && (d.withTwo || !two) {
		return true
	}
	d.source, d.withTwo = d.source[:0], false
	class := int(source[0] >> 4)
	if !d.build(huffSpec{counts: [16]uint8(source[1:]), values: source[17:]}, class) {
		return false
	}
	if class == 1 && two {
		d.buildTwo()
	}
	d.source, d.withTwo = append(d.source, source...), two
	return true
}

// symbol is a decoded symbol, ready for use: each property is a byte.
//
//	0: bits of code and magnitude together
//	1: bits of the code
//	2: 63 less the bits of the magnitude
//	3: zero coefficients before this one; for EOB and its kin EOBn, pastEnd+n
type symbol uint32

func newSymbol(code, magnitude, run int) symbol {
	return symbol(code + magnitude | code<<8 | (63-magnitude)<<16 | run<<24)
}

func (s symbol) total() uint { return uint(uint8(s)) }
func (s symbol) run() uint   { return uint(s >> 24) }

// value is what the magnitude bits stand for that follow the code at the top of
// bits (T.81 F.2.2.1, EXTEND): when they begin with a 1, the number that they are, and
// when with a 0, less the number that their complement is. There is no branch,
// as nothing could predict it.
func (s symbol) value(bits uint64) int32 {
	bits <<= uint8(s>>8) & 63
	negative := ^(int64(bits) >> 63)
	magnitude := (bits ^ uint64(negative)) >> 1 >> (uint8(s>>16) & 63)
	return int32(int64(magnitude) ^ negative - negative)
}

// pastEnd is a run that leads past the end of every block.
const pastEnd = 128

// build makes the table for spec; class is 0 for DC, 1 for AC. It reports whether
// spec is a possible one: no more than 256 codes, each of the bits that its length has.
func (d *huffDecoder) build(spec huffSpec, class int) bool {
	d.look = [1 << lookBits]symbol{}
	code, k := 0, 0 // the next code, its place in spec.values
	for length := 1; length <= 16; length++ {
		d.offset[length] = int32(k - code)
		for range spec.counts[length-1] {
			if code >= 1<<length || k >= min(len(spec.values), len(d.symbols)) {
				return false
			}
			s := symbolOf(spec.values[k], length, class)
			d.symbols[k] = s
			if length <= lookBits {
				entries := d.look[code<<(lookBits-length):][:1<<(lookBits-length)]
				for i := range entries {
					entries[i] = s
				}
			}
			code++
			k++
		}
		d.limit[length] = uint32(code) << (16 - length)
		code <<= 1
	}
	return true
}

// symbolOf splits a byte of a DHT segment: for DC it is the bits of the magnitude
// alone, for AC the run is above (T.81 F.1.2). A DC magnitude of 16 bits and more is
// impossible; it counts as 0, as every code that is impossible.
func symbolOf(value uint8, length, class int) symbol {
	run, magnitude := int(value>>4), int(value&15)
	switch {
	case class == 0 && run > 0:
		return newSymbol(length, 0, 0)
	case class == 1 && magnitude == 0 && run < 15:
		return newSymbol(length, 0, pastEnd+run)
	}
	return newSymbol(length, magnitude, run) // run 15 and no magnitude: a zero after 15 zeroes
}

// longSymbol finds the symbol at the top of bits, whatever its length. For a code
// that is in no table it gives one of 16 bits that ends the block. Inlined, it would
// take the registers that the loop around it needs.
//
//go:noinline
func (d *huffDecoder) longSymbol(bits uint64) symbol {
	top := uint32(bits >> 48)
	for length := 1; length <= 16; length++ {
		if top < d.limit[length] {
			return d.symbols[uint8(d.offset[length]+int32(top>>(16-length)))]
		}
	}
	return newSymbol(16, 0, pastEnd)
}

// typical are the tables that a file means which has none: luma and chroma of each
// class, then none.
var typical = sync.OnceValue(func() *[2][2]huffDecoder {
	tables := new([2][2]huffDecoder)
	for class, specs := range [2][2]huffSpec{{lumaDC, chromaDC}, {lumaAC, chromaAC}} {
		for i, spec := range specs {
			tables[class][i].build(spec, class)
		}
	}
	tables[1][0].buildTwo()
	tables[1][1].buildTwo()
	return tables
})
