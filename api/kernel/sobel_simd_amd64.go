//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// sobelVector works on the even and on the odd samples of 32. To the left of an even sample
// lies an odd one and the other way round: of four columns of every other sample, even
// results come from the first three and odd ones from the last three.
func sobelVector(dst []byte, rows [][]byte) int {
	if len(dst) < 32 || !archsimd.X86.AVX2() {
		return 0
	}
	a, b, c := rows[0], rows[1], rows[2]
	white := archsimd.BroadcastUint16x16(255)
	last := len(dst) - 32
	for x := 0; ; x = min(x+32, last) {
		p, q, r := a[x:x+34:x+34], b[x:x+34:x+34], c[x:x+34:x+34]
		s0, d0, s1, d1 := sumsAndDifferences(p, q, r)
		s2, d2, s3, d3 := sumsAndDifferences(p[2:], q[2:], r[2:])
		d12 := d1.Add(d2)
		even := lengths(s2.Sub(s0), d0.Add(d1).Add(d12)).Min(white)
		odd := lengths(s3.Sub(s1), d12.Add(d2).Add(d3)).Min(white)
		even.Or(odd.ShiftAllLeft(8)).AsUint8x32().StoreSlice(dst[x : x+32 : x+32])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(dst)
}

// sumsAndDifferences returns a+2b+c and c-a, of even and of odd samples.
func sumsAndDifferences(a, b, c []byte) (evenSums, evenDifferences, oddSums, oddDifferences archsimd.Int16x16) {
	even, odd := evenSamples(), oddSamples()
	va, vb, vc := load32(a), load32(b), load32(c)
	a0, a1 := va.DotProductPairsSaturated(even), va.DotProductPairsSaturated(odd)
	b0, b1 := vb.DotProductPairsSaturated(even.Add(even)), vb.DotProductPairsSaturated(odd.Add(odd))
	c0, c1 := vc.DotProductPairsSaturated(even), vc.DotProductPairsSaturated(odd)
	return a0.Add(b0).Add(c0), c0.Sub(a0), a1.Add(b1).Add(c1), c1.Sub(a1)
}

// lengths returns √(x²+y²), to the nearest.
func lengths(x, y archsimd.Int16x16) archsimd.Uint16x16 {
	half := archsimd.BroadcastFloat32x8(0.5)
	low, high := x.InterleaveLoGrouped(y), x.InterleaveHiGrouped(y)
	l := low.DotProductPairs(low).ConvertToFloat32().Sqrt().Add(half).ConvertToInt32()
	h := high.DotProductPairs(high).ConvertToFloat32().Sqrt().Add(half).ConvertToInt32()
	return l.SaturateToUint16ConcatGrouped(h)
}
