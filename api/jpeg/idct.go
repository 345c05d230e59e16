package jpeg

import "math"

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

// pair holds the dequantised coefficients of two blocks side by side: row y of the first is at
// 16*y, of the second at 16*y+8. A vector of 16 lanes takes a row of both.
type pair [128 + 8]int16

// half returns the first or second block of p, in an array that begins with it.
func (p *pair) half(i int) *[128]int16 { return (*[128]int16)(p[8*i:]) }

// idct transforms both blocks of a pair, each to the rows of samples at its place, and clears
// the coefficients for the next blocks.
type idct func(p *pair, to *[2]place)

// idcts are the transforms by the number of samples per side that a block becomes; every
// version writes the same bytes. They are chosen when the program starts. A pair is so little
// work that choosing for each of them would slow decoding down.
var idcts = chooseIDCTs()

func chooseIDCTs() [9]idct {
	chosen := [9]idct{1: idctEighth, 2: idctQuarterPlain, 4: idctHalfPlain, 8: idctPlain}
	for size, vector := range idctVectors() {
		if vector != nil {
			chosen[size] = vector
		}
	}
	return chosen
}

// place is the destination of a block's samples: the first is pix[0], and rows are stride
// apart.
type place struct {
	pix    []byte
	stride int
}

// idctPlain is for machines and builds without vector instructions. On amd64 without
// GOEXPERIMENT=simd, jpegn, which contains assembly, might be faster: it decodes a 640×480
// picture of quality 85 in 0.67 ms, this package in 1.0. But with the garbage collection of the
// 500 kB that jpegn allocates for each picture, both take 1.15 ms of processor time, and with
// one decoder every build has the same samples.
func idctPlain(p *pair, to *[2]place) {
	var ws [64]int32
	for i := range to {
		idctColumns(&ws, p.half(i))
		idctRows(to[i], &ws)
	}
	*p = pair{}
}

// The passes are written out, as the compiler would not inline what they share.
// They calculate with 32 bits that wrap around, and limit what goes from one to
// the other to 16 bits, as vector lanes do. No picture's coefficients come near these
// limits; a damaged file's do.

func idctColumns(out *[64]int32, c *[128]int16) {
	const shift = constBits - passBits
	for x := range 8 {
		v0, v1, v2, v3 := int32(c[x]), int32(c[16+x]), int32(c[32+x]), int32(c[48+x])
		v4, v5, v6, v7 := int32(c[64+x]), int32(c[80+x]), int32(c[96+x]), int32(c[112+x])
		if v1|v2|v3|v4|v5|v6|v7 == 0 {
			v := limit16(v0 << passBits)
			out[x], out[8+x], out[16+x], out[24+x] = v, v, v, v
			out[32+x], out[40+x], out[48+x], out[56+x] = v, v, v, v
			continue
		}
		z1 := (v2 + v6) * fix0541
		t2, t3 := z1-v6*fix1847, z1+v2*fix0765
		t0, t1 := (v0+v4)<<constBits+1<<(shift-1), (v0-v4)<<constBits+1<<(shift-1)
		e0, e1, e2, e3 := t0+t3, t1+t2, t1-t2, t0-t3

		z5 := (v1 + v3 + v5 + v7) * fix1175
		z1, z2, z3, z4 := (v1+v7)*fix0899, (v3+v5)*fix2562, z5-(v3+v7)*fix1961, z5-(v1+v5)*fix0390
		o0, o1 := v1*fix1501-z1+z4, v3*fix3072-z2+z3
		o2, o3 := v5*fix2053-z2+z4, v7*fix0298-z1+z3

		out[x], out[56+x] = limit16((e0+o0)>>shift), limit16((e0-o0)>>shift)
		out[8+x], out[48+x] = limit16((e1+o1)>>shift), limit16((e1-o1)>>shift)
		out[16+x], out[40+x] = limit16((e2+o2)>>shift), limit16((e2-o2)>>shift)
		out[24+x], out[32+x] = limit16((e3+o3)>>shift), limit16((e3-o3)>>shift)
	}
}

func idctRows(to place, in *[64]int32) {
	const shift = constBits + passBits + 3
	for y := range 8 {
		v := (*[8]int32)(in[8*y:])
		z1 := (v[2] + v[6]) * fix0541
		t2, t3 := z1-v[6]*fix1847, z1+v[2]*fix0765
		t0, t1 := (v[0]+v[4])<<constBits+128<<shift+1<<(shift-1), (v[0]-v[4])<<constBits+128<<shift+1<<(shift-1)
		e0, e1, e2, e3 := t0+t3, t1+t2, t1-t2, t0-t3

		v1, v3, v5, v7 := v[1], v[3], v[5], v[7]
		z5 := (v1 + v3 + v5 + v7) * fix1175
		z1, z2, z3, z4 := (v1+v7)*fix0899, (v3+v5)*fix2562, z5-(v3+v7)*fix1961, z5-(v1+v5)*fix0390
		o0, o1 := v1*fix1501-z1+z4, v3*fix3072-z2+z3
		o2, o3 := v5*fix2053-z2+z4, v7*fix0298-z1+z3

		row := (*[8]byte)(to.pix[y*to.stride:])
		row[0], row[7] = clamp((e0+o0)>>shift), clamp((e0-o0)>>shift)
		row[1], row[6] = clamp((e1+o1)>>shift), clamp((e1-o1)>>shift)
		row[2], row[5] = clamp((e2+o2)>>shift), clamp((e2-o2)>>shift)
		row[3], row[4] = clamp((e3+o3)>>shift), clamp((e3-o3)>>shift)
	}
}

// limit16 clamps v as packing to 16-bit lanes does.
func limit16(v int32) int32 {
	if v != int32(int16(v)) {
		return v>>31 ^ math.MaxInt16
	}
	return v
}

// clamp clamps v to 0–255, with one comparison in the usual case.
func clamp(v int32) byte {
	if uint32(v) > 255 {
		return byte(^(v >> 31))
	}
	return byte(v)
}

// sample rounds v, which has shift fraction bits, and adds 128.
func sample(v int32, shift uint) byte {
	return clamp((v + 128<<shift + 1<<(shift-1)) >> shift)
}
