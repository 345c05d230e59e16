package kernel

// Unsharp writes src + amount·(src-soft), clamped to 0–255, to dst, which may be src or soft.
// With soft a blurred src this is an unsharp mask. The planes have one size; amount is 0 to 8.
func Unsharp(dst, src, soft Plane, amount float64) {
	gain := unsharpGain(amount*(1<<10) + 0.5)
	for y := range src.H {
		if src.Ended(y) {
			return
		}
		out, row, blurred := dst.Row(y), src.Row(y), soft.Row(y)
		if done := unsharpVector(out, row, blurred, gain); done < len(out) {
			unsharpPlain(out[done:], row[done:], blurred[done:], gain)
		}
	}
}

// unsharpGain is an amount in 1/1024, below 2¹⁵. A difference of samples times 2⁷ times the
// gain is in 1/2¹⁷; its upper 16 bits, which are all that a vector keeps of a product, are in
// 1/2, and are rounded.
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
