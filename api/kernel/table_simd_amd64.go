//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func mapVector(row []byte, table *[256]byte) int {
	switch {
	case len(row) >= 64 && archsimd.X86.AVX512VBMI():
		return mapVBMI(row, table)
	case len(row) >= 32 && archsimd.X86.AVX2():
		return mapAVX2(row, table)
	}
	return 0
}

// mapVBMI looks 64 bytes up at once. VPERMI2B picks from 128 entries by the lower seven
// bits of an index, so two of them and the eighth bit cover the table.
func mapVBMI(row []byte, table *[256]byte) int {
	t0, t1 := archsimd.LoadUint8x64Slice(table[0:]), archsimd.LoadUint8x64Slice(table[64:])
	t2, t3 := archsimd.LoadUint8x64Slice(table[128:]), archsimd.LoadUint8x64Slice(table[192:])
	zero := archsimd.Int8x64{}
	n := len(row) &^ 63
	for i := 0; i < n; i += 64 {
		p := row[i : i+64 : i+64]
		v := archsimd.LoadUint8x64Slice(p)
		low, high := t0.ConcatPermute(t1, v), t2.ConcatPermute(t3, v)
		high.Merge(low, v.AsInt8x64().Less(zero)).StoreSlice(p)
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// mapAVX2 looks 32 bytes up at once. VPSHUFB picks from 16 entries by the lower four
// bits of an index, and picks 0 where the index is negative. So the table is cut into slices
// of 16 entries, and those of slice k are replaced by their difference (exclusive or) from
// slice k-1: the sum of the slices from 0 to that of a value v is then the entry of v. The
// index into slice k is v - 16·k with saturation, which is negative for all slices after
// that of v. The values from 128 on, which are negative to begin with, are looked up in the
// same way with their sign flipped.
func mapAVX2(row []byte, table *[256]byte) int {
	var slices [16]archsimd.Uint8x32
	for k := range slices {
		var entries [32]byte
		copy(entries[:16], table[16*k:])
		copy(entries[16:], table[16*k:]) // VPSHUFB picks within halves of 128 bits
		slices[k] = archsimd.LoadUint8x32(&entries)
	}
	for k := 15; k > 0; k-- {
		if k != 8 {
			slices[k] = slices[k].Xor(slices[k-1])
		}
	}
	sign, step := archsimd.BroadcastInt8x32(-128), archsimd.BroadcastInt8x32(16)
	n := len(row) &^ 31
	for i := 0; i < n; i += 32 {
		p := row[i : i+32 : i+32]
		low := archsimd.LoadUint8x32Slice(p).AsInt8x32()
		high := low.Xor(sign)
		sum := slices[0].PermuteOrZeroGrouped(low).Xor(slices[8].PermuteOrZeroGrouped(high))
		for k := 1; k < 8; k++ {
			low, high = low.SubSaturated(step), high.SubSaturated(step)
			sum = sum.Xor(slices[k].PermuteOrZeroGrouped(low)).Xor(slices[k+8].PermuteOrZeroGrouped(high))
		}
		sum.StoreSlice(p)
	}
	archsimd.ClearAVXUpperBits()
	return n
}
