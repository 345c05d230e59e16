//go:build goexperiment.simd

package jpeg

import (
	"encoding/binary"
	"math/bits"
	"simd/archsimd"
)

// tokenParts is what the tokens of a strip are made from: values, and their places in the blocks.
type tokenParts struct {
	values [partsLength + 64]int16
	places [1 + partsLength + 64]uint8 // places[i+1] belongs to values[i]
}

// partsLength is more than a strip has, and a power of two: indices are masked with it, which costs less
// than a bounds check. Beyond it is room for the rest of a vector.
const (
	partsLength = 1 << 13
	_           = uint(partsLength - 64*maxBlocks)
)

// A place is the index of a coefficient in the scan, with bits above it that become those of its
// table: an AC table's, which all but the first have, and chroma's.
const (
	placeIndex  = 63
	placeAC     = tokenAC >> 2
	placeChroma = tokenChroma >> 2
)

// appendVector has no branch for each coefficient. All symbols of a block are made from values
// at some of its places: those that are not 0, the DC value, a 0 after 15 others where
// zeros are skipped by sixteens, and the 0 after the last, whose run is 0, which is what the
// symbol at the end of a block says. So these values are first moved together, then
// made tokens, 16 at once.
func (p *tokenParts) appendVector(t *tokens, c *coefficients, n int, ends []byte) int {
	if !archsimd.X86.AVX512VBMI2() {
		return 0
	}
	at := 0
	for i := range c.firsts[:n] {
		set := c.nonzero[i] | 1
		end := uint64(2) << ((bits.Len64(set) - 1) & 63) // the place after the last value; 0 if there is none
		if sixteenZeros(set)&(end-1) != 0 {
			set = withSixteens(set)
		}
		set |= end
		places := archsimd.LoadUint8x64(&everyPlace[c.firsts[i].tables/tokenChroma&1])
		places.Compress(archsimd.Mask8x64FromBits(set)).Store((*[64]uint8)(p.places[1+at&(partsLength-1):]))
		for half := 0; half < 64; half += 32 {
			values := archsimd.LoadInt16x32((*[32]int16)(c.blocks[i][half:]))
			set := uint32(set >> half)
			values.Compress(archsimd.Mask16x32FromBits(set)).Store((*[32]int16)(p.values[at&(partsLength-1):]))
			if half == 0 {
				p.values[at&(partsLength-1)] = c.firsts[i].diff
			}
			at += bits.OnesCount32(set)
		}
		binary.LittleEndian.PutUint32(ends[endBytes*i:], uint32(t.n+tokenBytes*at))
	}
	out := t.buffer.Bytes[t.n : t.n+tokenBytes*at+tokenSlack]
	p.tokens(out, at)
	archsimd.ClearAVXUpperBits()
	t.counts.add(out[:tokenBytes*at])
	t.n += tokenBytes * at
	return n
}

// sixteenZeros returns the places from which on 16 values are 0.
func sixteenZeros(set uint64) uint64 {
	zeros := ^set
	zeros &= zeros >> 1
	zeros &= zeros >> 2
	zeros &= zeros >> 4
	return zeros & (zeros >> 8)
}

// withSixteens adds to the places of values those of the zeros that are symbols of their own, because
// more than 15 would come before the next value.
func withSixteens(set uint64) uint64 {
	last := 0
	for rest := set; rest != 0; rest &= rest - 1 {
		k := bits.TrailingZeros64(rest)
		for ; k-last > 16; last += 16 {
			set |= 1 << (last + 16)
		}
		last = k
	}
	return set
}

// tokens makes the first n tokens, and up to 15 more that mean nothing.
func (p *tokenParts) tokens(out []byte, n int) {
	var (
		one   = archsimd.BroadcastUint8x16(1)
		index = archsimd.BroadcastUint8x16(placeIndex)
		ac    = archsimd.BroadcastUint8x16(placeAC)
		table = archsimd.BroadcastUint32x16(placeAC | placeChroma)
		width = archsimd.BroadcastInt32x16(32)
		ones  = archsimd.BroadcastUint32x16(1<<32 - 1)
		zero  = archsimd.Int32x16{}
	)
	for i := 0; i < n; i += 16 {
		place, before := archsimd.LoadUint8x16Slice(p.places[i+1:]), archsimd.LoadUint8x16Slice(p.places[i:])
		run := place.Sub(before).And(index).Sub(one).Masked(place.And(ac).Equal(ac))
		symbol := run.ExtendToUint32().ShiftAllLeft(4).Or(place.ExtendToUint32().And(table).ShiftAllLeft(2))

		// The magnitude bits of a negative value are those of -v, inverted.
		v := archsimd.LoadInt16x16Slice(p.values[i:]).ExtendToInt32()
		magnitude := v.Abs()
		zeros := magnitude.LeadingZeros()
		low := magnitude.AsUint32x16().Xor(ones.ShiftRight(zeros.AsUint32x16()).Masked(v.Less(zero)))
		token := low.ShiftAllLeft(16).Or(symbol).Or(width.Sub(zeros).AsUint32x16())
		token.AsUint8x64().StoreSlice(out[tokenBytes*i:])
	}
}

// add counts the symbols of tokens.
func (s *symbolCounts) add(tokens []byte) {
	for ; len(tokens) >= 2*tokenBytes; tokens = tokens[2*tokenBytes:] {
		s[token(binary.LittleEndian.Uint32(tokens)).index()]++
		s[token(binary.LittleEndian.Uint32(tokens[tokenBytes:])).index()]++
	}
	if len(tokens) > 0 {
		s[token(binary.LittleEndian.Uint32(tokens)).index()]++
	}
}

// everyPlace has the places of a block of luma and those of one of chroma.
var everyPlace = func() (p [2][64]uint8) {
	for i := range p {
		for k := range p[i] {
			p[i][k] = uint8(i*placeChroma + k)
			if k > 0 {
				p[i][k] += placeAC
			}
		}
	}
	return p
}()
