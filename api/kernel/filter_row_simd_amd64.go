//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// filterRowVector filters as many bytes as can be loaded 16 or 32 at a time, and returns their
// number and the sum of their magnitudes.
func filterRowVector(filter byte, dst, src, above []byte, pixel int) (done, sum int) {
	if len(src) < pixel+32 || !archsimd.X86.AVX2() {
		return 0, 0
	}
	dst, above = dst[:len(src)], above[:len(src)]
	sum = filterRowPlain(filter, dst[:pixel], src[:pixel], above[:pixel], pixel, 0)
	i, sums := pixel, archsimd.Uint64x4{}
	switch filter {
	case FilterSub:
		for ; i+32 <= len(src); i += 32 {
			d := load32(src[i : i+32]).Sub(load32(src[i-pixel : i-pixel+32]))
			d.StoreSlice(dst[i : i+32])
			sums = sums.Add(magnitudes(d))
		}
	case FilterUp:
		for ; i+32 <= len(src); i += 32 {
			d := load32(src[i : i+32]).Sub(load32(above[i : i+32]))
			d.StoreSlice(dst[i : i+32])
			sums = sums.Add(magnitudes(d))
		}
	case FilterPaeth:
		for ; i+16 <= len(src); i += 16 {
			a, b, c := wide16(src[i-pixel:i-pixel+16]), wide16(above[i:i+16]), wide16(above[i-pixel:i-pixel+16])
			d := archsimd.LoadUint8x16Slice(src[i : i+16]).Sub(narrow(paethVector(a, b, c)))
			d.StoreSlice(dst[i : i+16])
			var wide samples
			sums = sums.Add(magnitudes(wide.SetLo(d)))
		}
	}
	var parts [4]uint64
	sums.Store(&parts)
	archsimd.ClearAVXUpperBits()
	return i, sum + int(parts[0]+parts[1]+parts[2]+parts[3])
}

// wide16 returns 16 samples in 16-bit lanes.
func wide16(row []byte) archsimd.Int16x16 {
	return archsimd.LoadUint8x16Slice(row).ExtendToUint16().AsInt16x16()
}

// paethVector returns whichever of a, b and c is nearest to a + b - c; see paeth.
func paethVector(a, b, c archsimd.Int16x16) archsimd.Int16x16 {
	toA, toB := b.Sub(c), a.Sub(c)
	toC := toA.Add(toB).Abs()
	toA, toB = toA.Abs(), toB.Abs()
	other := c.Merge(b, toB.Greater(toC))
	return other.Merge(a, toA.Greater(toB.Min(toC)))
}

// magnitudes returns four sums of 8 magnitudes.
func magnitudes(d samples) archsimd.Uint64x4 {
	return d.AsInt8x32().Abs().AsUint8x32().SumAbsDiff(samples{}).AsUint64x4()
}
