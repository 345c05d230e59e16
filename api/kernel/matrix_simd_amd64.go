//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func (m Matrix) vector(dst []byte, rows [][]byte) bool {
	if len(dst) < 32 || !archsimd.X86.AVX2() {
		return false
	}
	// A row for each weight that is not 0, shifted to the sample that it stands for.
	var near [9]signed
	n := 0
	for i, w := range m.Weights {
		if w != 0 {
			near[n] = signed{rows[i/3][i%3:][:len(dst)], w}
			n++
		}
	}
	m.rowAVX2(dst, near[:n])
	return true
}

// signed is a row and what it counts.
type signed struct {
	row    []byte
	weight int8
}

// rowAVX2 multiplies as weighAVX2 does. The last 32 samples may overlap those before them.
func (m Matrix) rowAVX2(dst []byte, rows []signed) {
	zero, most := archsimd.Int16x16{}, archsimd.BroadcastInt16x16(255)
	half, bias := archsimd.BroadcastInt16x16(1<<m.Shift>>1), archsimd.BroadcastInt16x16(int16(m.Bias))
	shift := uint64(m.Shift)
	last := len(dst) - 32
	for x := 0; ; x = min(x+32, last) {
		even, odd := zero, zero
		for i := range rows {
			r := &rows[i]
			v := load32(r.row[x : x+32 : x+32])
			w := archsimd.BroadcastInt16x16(int16(r.weight) & 0xFF)
			even = even.Add(v.DotProductPairsSaturated(w.AsInt8x32()))
			odd = odd.Add(v.DotProductPairsSaturated(w.ShiftAllLeft(8).AsInt8x32()))
		}
		if m.Magnitude {
			even, odd = even.Abs(), odd.Abs()
		}
		even = even.Add(half).ShiftAllRight(shift).Add(bias).Max(zero).Min(most)
		odd = odd.Add(half).ShiftAllRight(shift).Add(bias).Max(zero).Min(most)
		even.Or(odd.ShiftAllLeft(8)).AsUint8x32().StoreSlice(dst[x : x+32 : x+32])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}
