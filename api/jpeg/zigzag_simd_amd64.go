//go:build goexperiment.simd

package jpeg

import "simd/archsimd"

// putPair stores two blocks in zig-zag order, and their bits in nonzero. Register xu has the
// coefficients of horizontal frequency u.
//
// A byte shuffle takes those coefficients from one register that belong to a row of 8 in the
// order of the scan, and a row is combined from several registers. Neighbouring registers are
// interleaved first, so that coefficients which are close in the scan are in fewer registers:
// that takes 26 shuffles instead of 40.
func (c *coefficients) putPair(first, second uint8, x0, x1, x2, x3, x4, x5, x6, x7 i16) {
	a0, a1 := x0.InterleaveLoGrouped(x1).AsInt8x32(), x0.InterleaveHiGrouped(x1).AsInt8x32()
	a2, a3 := x2.InterleaveLoGrouped(x3).AsInt8x32(), x2.InterleaveHiGrouped(x3).AsInt8x32()
	a4, a5 := x4.InterleaveLoGrouped(x5).AsInt8x32(), x4.InterleaveHiGrouped(x5).AsInt8x32()
	a6, a7 := x6.InterleaveLoGrouped(x7).AsInt8x32(), x6.InterleaveHiGrouped(x7).AsInt8x32()

	b, d := &c.blocks[first], &c.blocks[second]
	z0 := pick(a0, 0, 0).Or(pick(a2, 0, 2))
	z1 := pick(a0, 1, 0).Or(pick(a1, 1, 1)).Or(pick(a2, 1, 2)).Or(pick(a4, 1, 4))
	nonzero0 := putRows(b, d, 0, z0, z1)
	z2 := pick(a1, 2, 1).Or(pick(a2, 2, 2)).Or(pick(a3, 2, 3)).Or(pick(a4, 2, 4))
	z3 := pick(a2, 3, 2).Or(pick(a4, 3, 4)).Or(pick(a6, 3, 6))
	nonzero1 := putRows(b, d, 16, z2, z3)
	z4 := pick(a1, 4, 1).Or(pick(a3, 4, 3)).Or(pick(a5, 4, 5))
	z5 := pick(a3, 5, 3).Or(pick(a4, 5, 4)).Or(pick(a5, 5, 5)).Or(pick(a6, 5, 6))
	nonzero2 := putRows(b, d, 32, z4, z5)
	z6 := pick(a3, 6, 3).Or(pick(a5, 6, 5)).Or(pick(a6, 6, 6)).Or(pick(a7, 6, 7))
	z7 := pick(a5, 7, 5).Or(pick(a7, 7, 7))
	nonzero3 := putRows(b, d, 48, z6, z7)

	c.nonzero[first] = nonzero0&0xFFFF | nonzero1&0xFFFF<<16 | nonzero2&0xFFFF<<32 | nonzero3<<48
	c.nonzero[second] = nonzero0>>16 | nonzero1>>16<<16 | nonzero2>>16<<32 | nonzero3>>16<<48
}

// putRows stores rows z and next of both blocks at k. The lower 16 bits of nonzero are those of
// the first block, the next 16 those of the second one.
func putRows(first, second *block, k int, z, next archsimd.Int8x32) (nonzero uint64) {
	a, b := z.AsInt16x16(), next.AsInt16x16()
	a.Select128FromPair(0, 2, b).Store((*[16]int16)(first[k:]))
	a.Select128FromPair(1, 3, b).Store((*[16]int16)(second[k:]))
	// There is no instruction here that narrows 16-bit lanes to bytes. The one that
	// narrows 32-bit lanes keeps the signs of both halves of a lane, when these are
	// 0 or -1, as signs of bytes.
	zero := archsimd.BroadcastInt16x16(0)
	isZero := a.Equal(zero).ToInt16x16().AsInt32x8().SaturateToInt16ConcatGrouped(b.Equal(zero).ToInt16x16().AsInt32x8())
	return uint64(^isZero.AsInt8x32().Less(archsimd.BroadcastInt8x32(0)).ToBits())
}

// pick returns the bytes of row z of the scan that are in register a.
func pick(x archsimd.Int8x32, z, a int) archsimd.Int8x32 {
	return x.PermuteOrZeroGrouped(archsimd.LoadInt8x32(&picks[z][a]))
}

// picks[z][a] has, for each byte of row z, the index of that byte in register a, or -1 if it is
// not there. Register a alternates between the frequencies u = a&^1 and a|1, for v from 4·(a&1)
// on.
var picks = func() (p [8][8][32]int8) {
	for z := range p {
		for a := range p[z] {
			for i := range p[z][a] {
				p[z][a][i] = -1
			}
		}
	}
	for k, n := range zigzag {
		u, v := int(n%8), int(n/8)
		row := &p[k/8][u&^1+v/4]
		for half := 0; half < 32; half += 16 {
			at := half + 2*(k%8)
			row[at] = int8(4*(v%4) + 2*(u%2))
			row[at+1] = row[at] + 1
		}
	}
	return p
}()
