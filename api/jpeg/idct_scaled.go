package jpeg

// An inverse DCT to fewer samples than coefficients leaves out the high frequencies
// and so scales the picture as it decodes it. These are libjpeg's (jidctred.c says how
// Loeffler, Ligtenberg and Moschytz's flow graph loses its branches), and give its samples.
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

// idctHalf transforms to 4×4 samples. Column 4 and row 4 have no share in them.
func idctHalf(c *[128]int16, to place) {
	var ws [4][8]int32
	for _, x := range [...]int{0, 1, 2, 3, 5, 6, 7} {
		v := halfButterfly(int32(c[x]), int32(c[16+x]), int32(c[16*2+x]), int32(c[16*3+x]),
			int32(c[16*5+x]), int32(c[16*6+x]), int32(c[16*7+x]))
		for y := range 4 {
			const shift = constBits - passBits + 1
			ws[y][x] = (v[y] + 1<<(shift-1)) >> shift
		}
	}
	for y, r := range ws {
		v := halfButterfly(r[0], r[1], r[2], r[3], r[5], r[6], r[7])
		out := to.pix[y*to.stride:][:4]
		for x := range out {
			out[x] = sample(v[x], constBits+passBits+3+1)
		}
	}
}

func halfButterfly(v0, v1, v2, v3, v5, v6, v7 int32) [4]int32 {
	t0 := v0 << (constBits + 1)
	t2 := v2*fix1847 - v6*fix0765
	even0, even1 := t0+t2, t0-t2
	odd0 := v5*fix1451 - v7*fix0211 - v3*fix2172 + v1*fix1061
	odd1 := v3*fix0899 + v1*fix2562 - v7*fix0509 - v5*fix0601
	return [4]int32{even0 + odd1, even1 + odd0, even1 - odd0, even0 - odd1}
}

// idctQuarter transforms to 2×2 samples, from row and column 0 and the odd ones.
func idctQuarter(c *[128]int16, to place) {
	var ws [2][8]int32
	for _, x := range [...]int{0, 1, 3, 5, 7} {
		a, b := quarterButterfly(int32(c[x]), int32(c[16+x]), int32(c[16*3+x]), int32(c[16*5+x]), int32(c[16*7+x]))
		const shift = constBits - passBits + 2
		ws[0][x], ws[1][x] = (a+1<<(shift-1))>>shift, (b+1<<(shift-1))>>shift
	}
	for y, r := range ws {
		a, b := quarterButterfly(r[0], r[1], r[3], r[5], r[7])
		out := to.pix[y*to.stride:][:2]
		out[0], out[1] = sample(a, constBits+passBits+3+2), sample(b, constBits+passBits+3+2)
	}
}

func quarterButterfly(v0, v1, v3, v5, v7 int32) (a, b int32) {
	even := v0 << (constBits + 2)
	odd := v5*fix0850 - v7*fix0720 - v3*fix1272 + v1*fix3624
	return even + odd, even - odd
}

// flat is every sample of a block that has a DC coefficient alone; at an eighth of
// the size every block is seen so.
func flat(dc int16) byte { return sample(int32(dc), 3) }
