//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// weighVector multiplies samples with VPMADDUBSW, whose sums of two neighbours are the even
// samples alone, or the odd ones, when every other weight is 0.
func weighVector(dst []byte, rows []weighted) int {
	if len(dst) < 64 || !archsimd.X86.AVX2() {
		return 0
	}
	high, half := archsimd.BroadcastUint16x16(0xFF00), archsimd.BroadcastUint16x16(128)
	last := len(dst) - 64
	for x := 0; ; x = min(x+64, last) {
		even0, odd0, even1, odd1 := half, half, half, half
		for i := range rows {
			r := &rows[i]
			even := archsimd.BroadcastUint16x16(uint16(r.weight))
			odd := even.ShiftAllLeft(8).AsInt8x32()
			p := (*[64]byte)(r.row[x : x+64 : x+64])
			v0, v1 := archsimd.LoadUint8x32((*[32]byte)(p[:32])), archsimd.LoadUint8x32((*[32]byte)(p[32:]))
			even0 = even0.Add(v0.DotProductPairsSaturated(even.AsInt8x32()).AsUint16x16())
			even1 = even1.Add(v1.DotProductPairsSaturated(even.AsInt8x32()).AsUint16x16())
			odd0 = odd0.Add(v0.DotProductPairsSaturated(odd).AsUint16x16())
			odd1 = odd1.Add(v1.DotProductPairsSaturated(odd).AsUint16x16())
		}
		p := dst[x : x+64 : x+64]
		even0.ShiftAllRight(8).Or(odd0.And(high)).AsUint8x32().StoreSlice(p)
		even1.ShiftAllRight(8).Or(odd1.And(high)).AsUint8x32().StoreSlice(p[32:])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(dst)
}
