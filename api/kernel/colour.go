// Package kernel holds the loops over bytes that a frame's time goes into. Each is
// a plain Go function; where a vector version pays, it stands beside the plain one,
// gives the same bytes at every length, and is chosen when the program starts.
package kernel

// The conversions are JFIF's (full range, BT.601 luma weights), in fixed point with
// 16 fraction bits:
//
//	Y  =  0.299 R + 0.587 G + 0.114 B
//	Cb = -0.168736 R - 0.331264 G + 0.5 B + 128
//	Cr =  0.5 R - 0.418688 G - 0.081312 B + 128
//
//	R = Y + 1.402 (Cr-128)
//	G = Y - 0.344136 (Cb-128) - 0.714136 (Cr-128)
//	B = Y + 1.772 (Cb-128)
//
// Source: JPEG File Interchange Format 1.02, "Standard Interchange Format".

// YCbCrToRGBA writes len(y) opaque pixels to dst (4 bytes each). Each sample of cb
// and cr serves step luma samples.
func YCbCrToRGBA(dst, y, cb, cr []byte, step int) {
	for i, luma := range y {
		c := i / step
		yy := int32(luma)<<16 + 1<<15
		b, r := int32(cb[c])-128, int32(cr[c])-128
		p := dst[4*i : 4*i+4 : 4*i+4]
		p[0] = clamp((yy + 91881*r) >> 16)
		p[1] = clamp((yy - 22554*b - 46802*r) >> 16)
		p[2] = clamp((yy + 116130*b) >> 16)
		p[3] = 255
	}
}

// GrayToRGBA writes len(y) opaque grey pixels to dst (4 bytes each).
func GrayToRGBA(dst, y []byte) {
	for i, luma := range y {
		p := dst[4*i : 4*i+4 : 4*i+4]
		p[0], p[1], p[2], p[3] = luma, luma, luma, 255
	}
}

// RGBAToY writes the luma of len(dst) pixels of src (4 bytes each).
func RGBAToY(dst, src []byte) {
	for i := range dst {
		p := src[4*i : 4*i+4 : 4*i+4]
		dst[i] = byte((19595*int32(p[0]) + 38470*int32(p[1]) + 7471*int32(p[2]) + 1<<15) >> 16)
	}
}

// RGBAToCbCr420 writes one row of 4:2:0 chroma, len(cb) samples, from two rows of
// pixels (4 bytes each): every sample is the mean of the 2×2 pixels it covers, as
// JFIF sites chroma. At an odd width the last column counts twice.
func RGBAToCbCr420(cb, cr, top, bottom []byte) {
	last := len(top) - 4
	for i := range cb {
		a, b := 8*i, min(8*i+4, last)
		r := int32(top[a]) + int32(top[b]) + int32(bottom[a]) + int32(bottom[b])
		g := int32(top[a+1]) + int32(top[b+1]) + int32(bottom[a+1]) + int32(bottom[b+1])
		bl := int32(top[a+2]) + int32(top[b+2]) + int32(bottom[a+2]) + int32(bottom[b+2])
		// The sums are of four, so two more fraction bits; the offset rounds to nearest.
		const half, centre = 1 << 17, 128 << 18
		cb[i] = clamp((-11058*r - 21710*g + 32768*bl + centre + half) >> 18)
		cr[i] = clamp((32768*r - 27439*g - 5329*bl + centre + half) >> 18)
	}
}

// clamp limits v to 0–255 with one test on the common path.
func clamp(v int32) byte {
	if uint32(v) > 255 {
		return byte(^(v >> 31)) // 0 when negative, 255 when too large
	}
	return byte(v)
}
