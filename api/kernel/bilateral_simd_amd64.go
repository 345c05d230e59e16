//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func mixLayersVector(dst []float32, layers [4][]float32, weights [4]float32) int {
	n := len(dst) &^ 7
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	a, b, c, d := layers[0][:n], layers[1][:n], layers[2][:n], layers[3][:n]
	wa, wb := archsimd.BroadcastFloat32x8(weights[0]), archsimd.BroadcastFloat32x8(weights[1])
	wc, wd := archsimd.BroadcastFloat32x8(weights[2]), archsimd.BroadcastFloat32x8(weights[3])
	for i := 0; i < n; i += 8 {
		sum := archsimd.LoadFloat32x8Slice(a[i : i+8]).Mul(wa)
		sum = sum.Add(archsimd.LoadFloat32x8Slice(b[i : i+8]).Mul(wb))
		sum = sum.Add(archsimd.LoadFloat32x8Slice(c[i : i+8]).Mul(wc))
		sum = sum.Add(archsimd.LoadFloat32x8Slice(d[i : i+8]).Mul(wd))
		sum.StoreSlice(dst[i : i+8])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func weigh121Vector(dst, src []uint64, distance int) int {
	n := len(dst) &^ 3
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	before, here, after := src[:n], src[distance:][:n], src[2*distance:][:n]
	for i := 0; i < n; i += 4 {
		middle := archsimd.LoadUint64x4Slice(here[i : i+4])
		ends := archsimd.LoadUint64x4Slice(before[i : i+4]).Add(archsimd.LoadUint64x4Slice(after[i : i+4]))
		middle.Add(middle).Add(ends).StoreSlice(dst[i : i+4])
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// splitPointsVector only converts: in memory, the sum of a point lies before its count.
func splitPointsVector(dst []float32, points []uint64) int {
	n := len(points) &^ 3
	if n == 0 || !archsimd.X86.AVX2() {
		return 0
	}
	dst = dst[:2*n]
	for i := 0; i < n; i += 4 {
		v := archsimd.LoadUint64x4Slice(points[i : i+4]).AsInt32x8().ConvertToFloat32()
		v.StoreSlice(dst[2*i : 2*i+8])
	}
	archsimd.ClearAVXUpperBits()
	return n
}
