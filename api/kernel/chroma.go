package kernel

import "math/bits"

// RGBAToCbCr writes one row of chroma, len(cb) samples. Each sample is the mean of rows × step
// pixels of 4 bytes, where rows is 1 or 2 and step is 1, 2 or 4; pixels holds the rows one
// after the other. If the last sample covers fewer columns, the last pixel of each row is
// repeated.
func RGBAToCbCr(cb, cr, pixels []byte, rows, step int) {
	stride := len(pixels) / rows
	if step == 2 {
		RGBAToCbCr420(cb, cr, pixels[:stride], pixels[len(pixels)-stride:])
		return
	}
	shift := 15 + bits.Len(uint(rows*step-1))
	offset := int32(128<<shift + 1<<shift>>1)
	for i := range cb {
		var r, g, b int32
		for start := 0; start < len(pixels); start += stride {
			for x := step * i; x < step*(i+1); x++ {
				at := start + min(4*x, stride-4)
				p := pixels[at : at+4 : at+4]
				r, g, b = r+int32(p[0]), g+int32(p[1]), b+int32(p[2])
			}
		}
		cb[i] = clamp((bR*r + bG*g + bB*b + offset) >> shift)
		cr[i] = clamp((rR*r + rG*g + rB*b + offset) >> shift)
	}
}
