//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// samples are 32 of a row.
type samples = archsimd.Uint8x32

func load32(row []byte) samples { return archsimd.LoadUint8x32Slice(row) }

// evenSamples and oddSamples are the weights with which VPMADDUBSW, which multiplies
// samples and adds the products of neighbours, picks every other sample.
func evenSamples() archsimd.Int8x32 { return archsimd.BroadcastInt16x16(0x0001).AsInt8x32() }
func oddSamples() archsimd.Int8x32  { return archsimd.BroadcastInt16x16(0x0100).AsInt8x32() }
