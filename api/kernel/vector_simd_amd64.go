//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// samples are 32 samples of a row.
type samples = archsimd.Uint8x32

func load32(row []byte) samples { return archsimd.LoadUint8x32Slice(row) }

// evenSamples and oddSamples are the weights with which VPMADDUBSW, which multiplies
// samples and adds the products of neighbours, picks every other sample.
func evenSamples() archsimd.Int8x32 { return archsimd.BroadcastInt16x16(0x0001).AsInt8x32() }
func oddSamples() archsimd.Int8x32  { return archsimd.BroadcastInt16x16(0x0100).AsInt8x32() }

// windows returns a in the low half and b in the high half.
func windows(a, b *[16]byte) (v samples) {
	return v.SetLo(archsimd.LoadUint8x16(a)).SetHi(archsimd.LoadUint8x16(b))
}

// evenOdd moves the even bytes of each 16 before the odd ones.
var evenOdd = [32]int8{0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15}

// narrow returns 16 numbers of 0 to 255 as samples.
func narrow(v archsimd.Int16x16) archsimd.Uint8x16 {
	w := v.AsUint8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&evenOdd)).AsUint64x4()
	return w.GetLo().InterleaveLo(w.GetHi()).AsUint8x16()
}
