package jpeg

import (
	"bytes"
	"sync"
)

// lookBits is how many bits of the stream are looked up at once. With 10, only about one code
// in a hundred is longer, and tables of 4 and 8 kB leave room in the first-level cache.
const lookBits = 10

// huffDecoder decodes the symbols of one Huffman table (T.81 annex F.2.2). In a baseline scan a
// symbol is the number of zero coefficients that precede the next one, and the number of bits
// that follow with its magnitude. In a progressive scan it can also be EOBn, which ends several
// blocks at once (G.1.2.2).
type huffDecoder struct {
	// look has the result of longSymbol by the next lookBits of the stream; 0 if the code is
	// longer or does not exist.
	look [1 << lookBits]symbol

	// By length: codes below limit, left-aligned in 16 bits, are that long or shorter; the
	// symbol of code c, right-aligned, is symbols[offset+c].
	limit   [17]uint32
	offset  [17]int32
	symbols [256]symbol

	// two has the first two symbols of an AC table by the next lookBits of the stream.
	two [1 << lookBits]twoSymbols

	// source is what the table was made from: class and identifier, counts and values as in a
	// DHT segment. It also depends on whether two was made.
	source  []byte
	withTwo bool
}

// set makes the table from its part of a DHT segment (T.81 B.2.4.2), and also makes two if it
// is asked to. It reports whether the table is valid. If the last picture had the same table,
// as with every frame of a camera, there is nothing to do.
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

// value returns the number that the magnitude bits after the code at the top of bits represent
// (T.81 F.2.2.1, EXTEND). If they begin with a 1, that is the number itself; if they begin with
// a 0, it is minus their complement. There is no branch, because no processor could predict it.
func (s symbol) value(bits uint64) int32 {
	bits <<= uint8(s>>8) & 63
	negative := ^(int64(bits) >> 63)
	magnitude := (bits ^ uint64(negative)) >> 1 >> (uint8(s>>16) & 63)
	return int32(int64(magnitude) ^ negative - negative)
}

// pastEnd is a run that goes beyond the end of any block.
const pastEnd = 128

// build makes the table for spec, where class is 0 for DC and 1 for AC. It reports whether spec
// is valid: it has at most 256 codes, and each fits into the bits of its length.
func (d *huffDecoder) build(spec huffSpec, class int) bool {
	d.look = [1 << lookBits]symbol{}
	code, k := 0, 0 // the next code, and its index in spec.values
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

// symbolOf splits a byte of a DHT segment: for DC it is only the bits of the magnitude, for AC
// the run is in the upper half (T.81 F.1.2). A DC magnitude of 16 or more bits is invalid and
// is treated as 0, as every invalid code is.
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

// typical returns the tables for files without any: luma and chroma of each class, and none for
// the other identifiers.
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
