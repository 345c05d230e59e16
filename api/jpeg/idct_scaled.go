package jpeg

import "encoding/binary"

// An inverse DCT to fewer samples than coefficients leaves out the high frequencies, and so
// scales the picture while it decodes it. These transforms are those of libjpeg: the flow graph
// of Loeffler, Ligtenberg and Moschytz without the branches for the other samples.
const (
	fix0211 = 1730
	fix0509 = 4176
	fix0601 = 4926
	fix0720 = 5906
	fix0850 = 6967
	fix1061 = 8697
	fix1272 = 10426
	fix1451 = 11893
	fix2172 = 17799
	fix3624 = 29692
)

// Fraction bits that the passes to 4 and 2 samples remove.
const (
	half1, half2       = constBits - passBits + 1, constBits + passBits + 3 + 1
	quarter1, quarter2 = constBits - passBits + 2, constBits + passBits + 3 + 2
)

// idctHalfPlain transforms to 4×4 samples. It does not use row and column 4.
func idctHalfPlain(p *pair, to *[2]place) {
	for i := range to {
		var ws [4][8]int32
		c := p.half(i)
		for _, x := range [...]int{0, 1, 2, 3, 5, 6, 7} {
			if c[16+x]|c[32+x]|c[48+x]|c[80+x]|c[96+x]|c[112+x] == 0 {
				v := limit16(int32(c[x]) << passBits)
				ws[0][x], ws[1][x], ws[2][x], ws[3][x] = v, v, v, v
				continue
			}
			v := halfButterfly(int32(c[x]), int32(c[16+x]), int32(c[32+x]), int32(c[48+x]),
				int32(c[80+x]), int32(c[96+x]), int32(c[112+x]))
			for y := range 4 {
				ws[y][x] = limit16((v[y] + 1<<(half1-1)) >> half1)
			}
		}
		for y, r := range ws {
			v := halfButterfly(r[0], r[1], r[2], r[3], r[5], r[6], r[7])
			row := uint32(sample(v[0], half2)) | uint32(sample(v[1], half2))<<8 |
				uint32(sample(v[2], half2))<<16 | uint32(sample(v[3], half2))<<24
			binary.LittleEndian.PutUint32(to[i].pix[y*to[i].stride:], row)
		}
	}
	*p = pair{}
}

func halfButterfly(v0, v1, v2, v3, v5, v6, v7 int32) [4]int32 {
	t0, t2 := v0<<(constBits+1), v2*fix1847-v6*fix0765
	e0, e1 := t0+t2, t0-t2
	o0 := v1*fix2562 + v3*fix0899 - v5*fix0601 - v7*fix0509
	o1 := v1*fix1061 - v3*fix2172 + v5*fix1451 - v7*fix0211
	return [4]int32{e0 + o0, e1 + o1, e1 - o1, e0 - o0}
}

// idctQuarterPlain transforms to 2×2 samples. It uses row and column 0 and the odd ones.
func idctQuarterPlain(p *pair, to *[2]place) {
	for i := range to {
		var ws [2][8]int32
		c := p.half(i)
		for _, x := range [...]int{0, 1, 3, 5, 7} {
			a, b := quarterButterfly(int32(c[x]), int32(c[16+x]), int32(c[48+x]), int32(c[80+x]), int32(c[112+x]))
			ws[0][x] = limit16((a + 1<<(quarter1-1)) >> quarter1)
			ws[1][x] = limit16((b + 1<<(quarter1-1)) >> quarter1)
		}
		for y, r := range ws {
			a, b := quarterButterfly(r[0], r[1], r[3], r[5], r[7])
			row := uint16(sample(a, quarter2)) | uint16(sample(b, quarter2))<<8
			binary.LittleEndian.PutUint16(to[i].pix[y*to[i].stride:], row)
		}
	}
	*p = pair{}
}

func quarterButterfly(v0, v1, v3, v5, v7 int32) (a, b int32) {
	even := v0 << (constBits + 2)
	odd := v1*fix3624 - v3*fix1272 + v5*fix0850 - v7*fix0720
	return even + odd, even - odd
}

// idctEighth computes the mean of the block, which is an eighth of the DC coefficient.
func idctEighth(p *pair, to *[2]place) {
	to[0].pix[0], to[1].pix[0] = flat(p[0]), flat(p[8])
	*p = pair{}
}

// flat returns the value of all samples of a block with only a DC coefficient.
func flat(dc int16) byte { return sample(int32(dc), 3) }
