package jpeg

// block is the quantised coefficients of 8×8 samples in zig-zag order.
type block [64]int16

// coefficients are the blocks of one strip in the order of the scan.
type coefficients struct {
	blocks  [maxBlocks]block
	nonzero [maxBlocks]uint64 // bit k is set when coefficient k is not 0
}

// The forward transform is the one that idct.go undoes, with the same factors in the
// same fixed point: the algorithm of Loeffler, Ligtenberg and Moschytz with 12
// multiplications, no two of them in a row. Columns come first, then rows. The
// result is 8 times the DCT of T.81 A.3.3.

// scanPlace undoes zigzag for a block that lies column by column.
var scanPlace = func() (place [64]uint8) {
	for k, n := range zigzag {
		place[n%8*8+n/8] = uint8(k)
	}
	return place
}()

// transformPlain makes the blocks order[0], order[1], … of c from samples that lie
// side by side: sample (x, y) of block i is src[y*stride+8*i+x].
func (q *quantiser) transformPlain(c *coefficients, order []uint8, src []byte, stride int) {
	var rows [64]int32
	for i, at := range order {
		forwardColumns(&rows, src[8*i:], stride)
		c.nonzero[at] = q.forwardRows(&c.blocks[at], &rows)
	}
}

// forwardColumns transforms each of the eight columns of the block at src. The
// level shift by 128 shows in the sum of all samples alone.
func forwardColumns(out *[64]int32, src []byte, stride int) {
	r0, r1, r2, r3 := (*[8]byte)(src), (*[8]byte)(src[stride:]), (*[8]byte)(src[2*stride:]), (*[8]byte)(src[3*stride:])
	r4, r5, r6, r7 := (*[8]byte)(src[4*stride:]), (*[8]byte)(src[5*stride:]), (*[8]byte)(src[6*stride:]), (*[8]byte)(src[7*stride:])
	const shift = constBits - passBits
	const half = 1 << (shift - 1)
	for x := range 8 {
		x0, x1, x2, x3 := int32(r0[x]), int32(r1[x]), int32(r2[x]), int32(r3[x])
		x4, x5, x6, x7 := int32(r4[x]), int32(r5[x]), int32(r6[x]), int32(r7[x])
		s0, s1, s2, s3 := x0+x7, x1+x6, x2+x5, x3+x4
		d0, d1, d2, d3 := x0-x7, x1-x6, x2-x5, x3-x4

		even, odd := s0+s3, s1+s2
		out[x] = (even + odd - 8*128) << passBits
		out[32+x] = (even - odd) << passBits

		even, odd = s0-s3, s1-s2
		z := (even+odd)*fix0541 + half
		out[16+x] = (z + even*fix0765) >> shift
		out[48+x] = (z - odd*fix1847) >> shift

		z1, z2, z3, z4 := (d3+d0)*-fix0899, (d2+d1)*-fix2562, d3+d1, d2+d0
		z5 := (z3+z4)*fix1175 + half
		z3, z4 = z5-z3*fix1961, z5-z4*fix0390
		out[8+x] = (d0*fix1501 + z1 + z4) >> shift
		out[24+x] = (d1*fix3072 + z2 + z3) >> shift
		out[40+x] = (d2*fix2053 + z2 + z4) >> shift
		out[56+x] = (d3*fix0298 + z1 + z3) >> shift
	}
}

// forwardRows transforms each row, quantises, and says which coefficients are not 0.
func (q *quantiser) forwardRows(b *block, in *[64]int32) (nonzero uint64) {
	const shift = constBits + passBits
	const half = 1 << (shift - 1)
	for v := range 8 {
		x := in[8*v:][:8]
		s0, s1, s2, s3 := x[0]+x[7], x[1]+x[6], x[2]+x[5], x[3]+x[4]
		d0, d1, d2, d3 := x[0]-x[7], x[1]-x[6], x[2]-x[5], x[3]-x[4]

		even, odd := s0+s3, s1+s2
		nonzero |= q.put(b, v, (even+odd+1<<(passBits-1))>>passBits)
		nonzero |= q.put(b, 32+v, (even-odd+1<<(passBits-1))>>passBits)

		even, odd = s0-s3, s1-s2
		z := (even+odd)*fix0541 + half
		nonzero |= q.put(b, 16+v, (z+even*fix0765)>>shift)
		nonzero |= q.put(b, 48+v, (z-odd*fix1847)>>shift)

		z1, z2, z3, z4 := (d3+d0)*-fix0899, (d2+d1)*-fix2562, d3+d1, d2+d0
		z5 := (z3+z4)*fix1175 + half
		z3, z4 = z5-z3*fix1961, z5-z4*fix0390
		nonzero |= q.put(b, 8+v, (d0*fix1501+z1+z4)>>shift)
		nonzero |= q.put(b, 24+v, (d1*fix3072+z2+z3)>>shift)
		nonzero |= q.put(b, 40+v, (d2*fix2053+z2+z4)>>shift)
		nonzero |= q.put(b, 56+v, (d3*fix0298+z1+z3)>>shift)
	}
	return nonzero
}

// put quantises one coefficient into its place in the scan and gives that place's
// bit unless the coefficient is 0.
func (q *quantiser) put(b *block, at int, x int32) uint64 {
	k := scanPlace[at&63] & 63
	sign := x >> 31
	n := uint64(uint32((x^sign)-sign) + uint32(q.half[at>>3&7][at&7]))
	magnitude := int32(n * uint64(q.scale[at&63]) >> 32)
	b[k] = int16((magnitude ^ sign) - sign)
	return uint64(-int64(magnitude)) >> 63 << k
}
