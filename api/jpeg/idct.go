package jpeg

// The inverse DCT is the Independent JPEG Group's accurate integer one ("islow"),
// which gives the same samples as libjpeg and libjpeg-turbo. Its algorithm is
// Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT algorithms with 11
// multiplications", ICASSP 1989, scaled by √8 in each direction: columns first, whose
// results keep two more fraction bits, then rows.
const (
	constBits = 13 // fraction bits of the factors
	passBits  = 2  // fraction bits that results keep between the passes

	fix0298 = 2446  // √2·(-c1+c3+c5-c7), where ck = cos(kπ/16), times 2^13
	fix0390 = 3196  // √2·(c3-c5)
	fix0541 = 4433  // √2·c6
	fix0765 = 6270  // √2·(c2-c6)
	fix0899 = 7373  // √2·(c3-c7)
	fix1175 = 9633  // √2·c3
	fix1501 = 12299 // √2·(c1+c3-c5-c7)
	fix1847 = 15137 // √2·(c2+c6)
	fix1961 = 16069 // √2·(c3+c5)
	fix2053 = 16819 // √2·(c1+c3-c5+c7)
	fix2562 = 20995 // √2·(c1+c3)
	fix3072 = 25172 // √2·(c1+c3+c5-c7)
)

// pair is the dequantised coefficients of two blocks side by side: row y of the first
// one is at 16*y, of the second at 16*y+8. A vector of 16 lanes takes a row of both.
type pair [128 + 8]int16

// half is the first or second block of p, as if p had begun with it.
func (p *pair) half(i int) *[128]int16 { return (*[128]int16)(p[8*i:]) }

// idctPair transforms both blocks, each to 8 rows of 8 samples at its place, and
// clears the coefficients for the blocks that come next. It is chosen when the
// program starts; every version gives the same bytes.
var idctPair = idctPairPlain

// place is where the samples of a block go: its first at pix[0], rows stride apart.
type place struct {
	pix    []byte
	stride int
}

func idctPairPlain(p *pair, to *[2]place) {
	idctPlain(p.half(0), to[0])
	idctPlain(p.half(1), to[1])
	*p = pair{}
}

// idctPlain is the reference: 32-bit arithmetic that wraps around, results of the
// first pass limited to 16 bits as in vector lanes. No picture's coefficients come
// near these limits; a damaged file's do.
func idctPlain(c *[128]int16, to place) {
	var ws [64]int32
	for x := range 8 {
		in := [8]int32{
			int32(c[x]), int32(c[16+x]), int32(c[32+x]), int32(c[48+x]),
			int32(c[64+x]), int32(c[80+x]), int32(c[96+x]), int32(c[112+x]),
		}
		if in[1]|in[2]|in[3]|in[4]|in[5]|in[6]|in[7] == 0 {
			for y := range 8 {
				ws[8*y+x] = limit16(in[0] << passBits)
			}
			continue
		}
		butterfly(&in)
		for y, v := range in {
			const half = 1 << (constBits - passBits - 1)
			ws[8*y+x] = limit16((v + half) >> (constBits - passBits))
		}
	}
	for y := range 8 {
		row := (*[8]int32)(ws[8*y:])
		butterfly(row)
		out := to.pix[y*to.stride:][:8]
		for x, v := range row {
			out[x] = sample(v, constBits+passBits+3)
		}
	}
}

// butterfly is the 1-D transform; results have constBits fraction bits more.
func butterfly(v *[8]int32) {
	// Even part.
	z1 := (v[2] + v[6]) * fix0541
	t2 := z1 - v[6]*fix1847
	t3 := z1 + v[2]*fix0765
	t0 := (v[0] + v[4]) << constBits
	t1 := (v[0] - v[4]) << constBits
	e0, e3, e1, e2 := t0+t3, t0-t3, t1+t2, t1-t2

	// Odd part.
	z1, z2, z3, z4 := v[7]+v[1], v[5]+v[3], v[7]+v[3], v[5]+v[1]
	z5 := (z3 + z4) * fix1175
	z1, z2 = z1*-fix0899, z2*-fix2562
	z3, z4 = z3*-fix1961+z5, z4*-fix0390+z5
	o3 := v[7]*fix0298 + z1 + z3
	o2 := v[5]*fix2053 + z2 + z4
	o1 := v[3]*fix3072 + z2 + z3
	o0 := v[1]*fix1501 + z1 + z4

	*v = [8]int32{e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0}
}

// limit16 is what packing to 16-bit lanes does.
func limit16(v int32) int32 { return min(max(v, -1<<15), 1<<15-1) }

// sample rounds v, which has shift fraction bits, and shifts its level from 0 to 128.
func sample(v int32, shift uint) byte {
	v = (v + 128<<shift + 1<<(shift-1)) >> shift
	return byte(min(max(v, 0), 255))
}
