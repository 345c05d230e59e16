package kernel

import "math"

// RotateHue turns the chroma of a row about grey by an angle in radians, from red
// through yellow to green when it is positive: a rotation of (Cb-128, Cr-128), in fixed
// point with 14 fraction bits.
func RotateHue(cb, cr []byte, angle float64) {
	const one = 1 << 14
	sin, cos := math.Sincos(angle)
	s, c := int32(math.Round(sin*one)), int32(math.Round(cos*one))
	for i := range cb {
		b, r := int32(cb[i])-128, int32(cr[i])-128
		cb[i] = clamp((b*c - r*s + 128*one + one/2) >> 14)
		cr[i] = clamp((b*s + r*c + 128*one + one/2) >> 14)
	}
}
