package kernel

// Matrix is a kernel of 3×3 weights, row by row from the top left. The sum of their magnitudes
// is at most 128, so that sums of samples fit 16 bits.
type Matrix struct {
	Weights   [9]int8
	Shift     int  // the fraction bits of the weights
	Magnitude bool // whether the sign of the sum is dropped
	Bias      int  // added at the end, 0 to 255
}

// Apply writes the weighted sums of src, clamped to 0–255, to dst, which may be src.
func (m Matrix) Apply(dst, src Plane) { rowByRow(dst, src, 1, m.row) }

func (m Matrix) row(dst []byte, rows [][]byte) {
	if done := m.rowVector(dst, rows); done < len(dst) {
		m.rowPlain(dst[done:], rows, done)
	}
}

// rowPlain makes the samples of a row from sample first on.
func (m Matrix) rowPlain(dst []byte, rows [][]byte, first int) {
	n := len(dst) + 2
	a, b, c := rows[0][first:][:n], rows[1][first:][:n], rows[2][first:][:n]
	var w [9]int32
	for i, v := range m.Weights {
		w[i] = int32(v)
	}
	half, bias := int32(1)<<m.Shift>>1, int32(m.Bias)
	for x := range dst {
		p, q, r := a[x:x+3], b[x:x+3], c[x:x+3]
		sum := w[0]*int32(p[0]) + w[1]*int32(p[1]) + w[2]*int32(p[2]) +
			w[3]*int32(q[0]) + w[4]*int32(q[1]) + w[5]*int32(q[2]) +
			w[6]*int32(r[0]) + w[7]*int32(r[1]) + w[8]*int32(r[2])
		if m.Magnitude && sum < 0 {
			sum = -sum
		}
		dst[x] = clamp((sum+half)>>m.Shift + bias)
	}
}
