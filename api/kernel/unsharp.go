package kernel

// Unsharp writes src + amount·(src-soft) to dst, which may be src or soft: with a blurred
// src for soft, an unsharp mask. The planes have one size; amount is 0 to 8.
func Unsharp(dst, src, soft Plane, amount float64) {
	gain := unsharpGain(amount*(1<<10) + 0.5)
	for y := range src.H {
		out, row, blurred := dst.Row(y), src.Row(y), soft.Row(y)
		if done := unsharpVector(out, row, blurred, gain); done < len(out) {
			unsharpPlain(out[done:], row[done:], blurred[done:], gain)
		}
	}
}

// unsharpGain is an amount in 1/1024, below 2¹⁵: a difference of samples times 2⁷ times
// the gain, of which a vector keeps the upper of 32 bits, is twice the amount of the
// difference. Half of that is taken with rounding.
type unsharpGain int16

func (g unsharpGain) of(difference int32) int32 {
	return ((difference<<7*int32(g))>>16 + 1) >> 1
}

func unsharpPlain(dst, src, soft []byte, gain unsharpGain) {
	src, soft = src[:len(dst)], soft[:len(dst)]
	for x := range dst {
		v := int32(src[x])
		dst[x] = clamp(v + gain.of(v-int32(soft[x])))
	}
}
