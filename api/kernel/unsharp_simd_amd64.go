//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// unsharpVector works on the even and on the odd samples of 32.
func unsharpVector(dst, src, soft []byte, gain unsharpGain) int {
	n := len(dst) &^ 31
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	even, odd := evenSamples(), oddSamples()
	g, one := archsimd.BroadcastInt16x16(int16(gain)), archsimd.BroadcastInt16x16(1)
	black, white := archsimd.Int16x16{}, archsimd.BroadcastInt16x16(255)
	dst, src, soft = dst[:n], src[:n], soft[:n]
	for x := 0; x < n; x += 32 {
		v, s := archsimd.LoadUint8x32Slice(src[x:x+32]), archsimd.LoadUint8x32Slice(soft[x:x+32])
		v0, v1 := v.DotProductPairsSaturated(even), v.DotProductPairsSaturated(odd)
		d0 := v0.Sub(s.DotProductPairsSaturated(even)).ShiftAllLeft(7)
		d1 := v1.Sub(s.DotProductPairsSaturated(odd)).ShiftAllLeft(7)
		v0 = v0.Add(d0.MulHigh(g).Add(one).ShiftAllRight(1)).Max(black).Min(white)
		v1 = v1.Add(d1.MulHigh(g).Add(one).ShiftAllRight(1)).Max(black).Min(white)
		v0.Or(v1.ShiftAllLeft(8)).AsUint8x32().StoreSlice(dst[x : x+32])
	}
	archsimd.ClearAVXUpperBits()
	return n
}
