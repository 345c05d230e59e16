//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// unfilterVector unfilters as many whole pixels as can be loaded 16 bytes at a time, and
// returns the number of bytes. Except for FilterUp, a step is one pixel of 3 to 8 bytes, since
// each depends on the one before. A step stores more bytes than its pixel has; later steps
// overwrite them.
func unfilterVector(filter byte, dst, src, above []byte, pixel int) (done int) {
	if len(src) < 32 || filter == FilterNone || !archsimd.X86.AVX2() {
		return 0
	}
	dst, above = dst[:len(src)], above[:len(src)]
	switch {
	case filter == FilterUp:
		done = unfilterUp(dst, src, above)
	case pixel < 3 || pixel > 8:
	case filter == FilterSub:
		done = unfilterSub(dst, src, pixel)
	case filter == FilterAverage:
		done = unfilterAverage(dst, src, above, pixel)
	case filter == FilterPaeth:
		done = unfilterPaeth(dst, src, above, pixel)
	}
	archsimd.ClearAVXUpperBits()
	return done
}

func unfilterUp(dst, src, above []byte) int {
	n := len(src) &^ 31
	for i := 0; i < n; i += 32 {
		load32(src[i : i+32]).Add(load32(above[i : i+32])).StoreSlice(dst[i : i+32])
	}
	return n
}

func unfilterSub(dst, src []byte, pixel int) int {
	var left archsimd.Uint8x16
	i := 0
	for ; i+16 <= len(src); i += pixel {
		left = left.Add(archsimd.LoadUint8x16Slice(src[i : i+16]))
		left.StoreSlice(dst[i : i+16])
	}
	return i
}

// unfilterAverage corrects VPAVGB, which rounds up.
func unfilterAverage(dst, src, above []byte, pixel int) int {
	var left archsimd.Uint8x16
	one := archsimd.LoadUint8x16Slice(ones[:])
	i := 0
	for ; i+16 <= len(src); i += pixel {
		x, b := archsimd.LoadUint8x16Slice(src[i:i+16]), archsimd.LoadUint8x16Slice(above[i:i+16])
		left = left.Average(b).Sub(left.Xor(b).And(one)).Add(x)
		left.StoreSlice(dst[i : i+16])
	}
	return i
}

var (
	ones = [16]byte{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	// everyOther are the lower bytes of 16-bit lanes.
	everyOther = [16]int8{0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1}
)

// unfilterPaeth keeps bytes in 16-bit lanes. It computes all three possible results before it
// knows which one is right, to shorten the dependency from pixel to pixel.
func unfilterPaeth(dst, src, above []byte, pixel int) int {
	var a, c archsimd.Int16x8 // to the left, and above that
	low, order := archsimd.BroadcastInt16x8(255), archsimd.LoadInt8x16(&everyOther)
	i := 0
	for ; i+16 <= len(src); i += pixel {
		x := archsimd.LoadUint8x16Slice(src[i : i+16]).ExtendLo8ToUint16().AsInt16x8()
		b := archsimd.LoadUint8x16Slice(above[i : i+16]).ExtendLo8ToUint16().AsInt16x8()
		toA, toB := b.Sub(c), a.Sub(c)
		toC := toA.Add(toB).Abs()
		toA, toB = toA.Abs(), toB.Abs()
		byA, byB, byC := x.Add(a).And(low), x.Add(b).And(low), x.Add(c).And(low)
		other := byC.Merge(byB, toB.Greater(toC))
		a = other.Merge(byA, toA.Greater(toB.Min(toC)))
		c = b
		a.AsInt8x16().AsUint8x16().PermuteOrZero(order).StoreSlice(dst[i : i+16])
	}
	return i
}
