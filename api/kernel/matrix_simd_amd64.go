//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func (m Matrix) rowVector(dst []byte, rows [][]byte) int {
	if len(dst) < 32 || !archsimd.X86.AVX2() {
		return 0
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
	return len(dst)
}

// signed is a row and its weight.
type signed struct {
	row    []byte
	weight int8
}

// rowAVX2 multiplies as weighVector does.
func (m Matrix) rowAVX2(dst []byte, rows []signed) {
	black, white := archsimd.Int16x16{}, archsimd.BroadcastInt16x16(255)
	half, bias := archsimd.BroadcastInt16x16(1<<m.Shift>>1), archsimd.BroadcastInt16x16(int16(m.Bias))
	shift := uint64(m.Shift)
	last := len(dst) - 32
	for x := 0; ; x = min(x+32, last) {
		even, odd := archsimd.Int16x16{}, archsimd.Int16x16{}
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
		even = even.Add(half).ShiftAllRight(shift).Add(bias).Max(black).Min(white)
		odd = odd.Add(half).ShiftAllRight(shift).Add(bias).Max(black).Min(white)
		even.Or(odd.ShiftAllLeft(8)).AsUint8x32().StoreSlice(dst[x : x+32 : x+32])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}
