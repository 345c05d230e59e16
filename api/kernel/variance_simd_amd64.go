//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// flushed is how many times sixteen squares are added up before their sums, of 32 bits, are
// emptied: a square is at most 1020², and two of them go into a sum at a time.
const flushed = 1 << 31 / (2 * 1020 * 1020)

// laplaciansVector adds up the Laplacian of sixteen samples at a time, and its squares. It cannot
// move a vector back to end with the row, which would count samples twice.
func laplaciansVector(above, row, below []byte) (done int, sum, squares int64) {
	if len(row) < 18 || !archsimd.X86.AVX2() {
		return 0, 0, 0
	}
	ones := archsimd.BroadcastInt16x16(1)
	for done+18 <= len(row) {
		var sums, squaresOf archsimd.Int32x8
		for range flushed {
			if done+18 > len(row) {
				break
			}
			around := extended(above[done+1:]).Add(extended(below[done+1:])).Add(extended(row[done:])).Add(extended(row[done+2:]))
			v := around.Sub(extended(row[done+1:]).ShiftAllLeft(2))
			sums, squaresOf = sums.Add(v.DotProductPairs(ones)), squaresOf.Add(v.DotProductPairs(v))
			done += 16
		}
		sum, squares = sum+total(sums), squares+total(squaresOf)
	}
	archsimd.ClearAVXUpperBits()
	return done, sum, squares
}

// extended returns the first 16 samples of a row.
func extended(row []byte) archsimd.Int16x16 {
	return archsimd.LoadUint8x16Slice(row).ExtendToUint16().AsInt16x16()
}

func total(v archsimd.Int32x8) (sum int64) {
	var parts [8]int32
	v.Store(&parts)
	for _, n := range parts {
		sum += int64(n)
	}
	return sum
}
