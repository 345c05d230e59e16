package kernel

import "math"

// RotateHue rotates the chroma of a row, (Cb-128, Cr-128), about grey by an angle in radians;
// a positive one turns red to yellow and green. cb and cr have one length. The fixed point
// has 14 fraction bits.
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
