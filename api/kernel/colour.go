package kernel

import "encoding/binary"

// The conversions are JFIF's (full range, BT.601 luma weights), in fixed point:
//
//	Y  =  0.299 R + 0.587 G + 0.114 B
//	Cb = -0.168736 R - 0.331264 G + 0.5 B + 128
//	Cr =  0.5 R - 0.418688 G - 0.081312 B + 128
//
//	R = Y + 1.402 (Cr-128)
//	G = Y - 0.344136 (Cb-128) - 0.714136 (Cr-128)
//	B = Y + 1.772 (Cb-128)
//
// Source: JPEG File Interchange Format 1.02, "Standard Interchange Format". Factors have as
// many fraction bits as fit 16-bit lanes: 15 below 1, 14 above.
const (
	yR, yG, yB = 9798, 19235, 3735 // in 1/2¹⁵; their sum is 1, so that grey stays grey
	bR, bG, bB = -5529, -10855, 16384
	rR, rG, rB = 16384, -13720, -2664

	redCr, greenCb, greenCr, blueCb = 22970, 5638, 11700, 29032 // in 1/2¹⁴
)

// YCbCrToRGBA converts a row of len(y) samples to opaque pixels of 4 bytes in dst. Each
// sample of cb and cr covers step columns: 1, 2 or 4.
func YCbCrToRGBA(dst, y, cb, cr []byte, step int) {
	if done := ycbcrToRGBAVector(dst, y, cb, cr, step); done < len(y) {
		ycbcrToRGBAPlain(dst[4*done:], y[done:], cb[done/step:], cr[done/step:], step)
	}
}

// ycbcrToRGBAPlain keeps six fraction bits of each product, because the vector version does so:
// it takes the upper 16 bits of (Cb-128)<<8 times a factor.
func ycbcrToRGBAPlain(dst, y, cb, cr []byte, step int) {
	shift := uint(step >> 1) // for a step of 1, 2 or 4
	for i, luma := range y {
		c := i >> shift
		yy := int32(luma)<<6 + 32
		b, r := int32(cb[c])-128, int32(cr[c])-128
		p := dst[4*i : 4*i+4 : 4*i+4]
		p[0] = clamp((yy + redCr*r>>8) >> 6)
		p[1] = clamp((yy - greenCb*b>>8 - greenCr*r>>8) >> 6)
		p[2] = clamp((yy + blueCb*b>>8) >> 6)
		p[3] = 255
	}
}

// GrayToRGBA converts a row of len(y) samples to opaque grey pixels of 4 bytes in dst.
func GrayToRGBA(dst, y []byte) {
	for i, luma := range y {
		p := dst[4*i : 4*i+4 : 4*i+4]
		binary.LittleEndian.PutUint32(p, 0xFF000000|uint32(luma)*0x010101)
	}
}

// IsGray reports whether all pixels, of 4 bytes each, are grey. Alpha does not matter.
func IsGray(pixels []byte) bool {
	const redGreen = 0x0000FFFF // where a pixel is compared with itself shifted by a byte
	differ := uint64(0)
	for len(pixels) >= 8 {
		v := binary.LittleEndian.Uint64(pixels)
		differ |= (v ^ v>>8) & (redGreen<<32 | redGreen)
		pixels = pixels[8:]
	}
	if len(pixels) >= 4 {
		v := uint64(binary.LittleEndian.Uint32(pixels))
		differ |= (v ^ v>>8) & redGreen
	}
	return differ == 0
}

// RGBAToY converts a row of len(dst) pixels of 4 bytes to luma. Alpha does not matter.
func RGBAToY(dst, src []byte) {
	if done := rgbaToYVector(dst, src); done < len(dst) {
		rgbaToYPlain(dst[done:], src[4*done:])
	}
}

func rgbaToYPlain(dst, src []byte) {
	for i := range dst {
		p := src[4*i : 4*i+4 : 4*i+4]
		dst[i] = byte((yR*int32(p[0]) + yG*int32(p[1]) + yB*int32(p[2]) + 1<<14) >> 15)
	}
}

// RGBAToCbCr420 converts two rows of pixels, of 4 bytes each, to one row of 4:2:0 chroma,
// len(cb) samples. Each is the mean of the 2×2 pixels that it covers, the siting of JFIF. If
// the width is odd, the last column counts twice. Alpha does not matter.
func RGBAToCbCr420(cb, cr, top, bottom []byte) {
	if done := rgbaToCbCrVector(cb, cr, top, bottom); done < len(cb) {
		rgbaToCbCrPlain(cb[done:], cr[done:], top[8*done:], bottom[8*done:])
	}
}

func rgbaToCbCrPlain(cb, cr, top, bottom []byte) {
	last := len(top) - 4
	for i := range cb {
		a, b := 8*i, min(8*i+4, last)
		r := int32(top[a]) + int32(top[b]) + int32(bottom[a]) + int32(bottom[b])
		g := int32(top[a+1]) + int32(top[b+1]) + int32(bottom[a+1]) + int32(bottom[b+1])
		bl := int32(top[a+2]) + int32(top[b+2]) + int32(bottom[a+2]) + int32(bottom[b+2])
		cb[i] = clamp((bR*r + bG*g + bB*bl + chromaOffset) >> 17)
		cr[i] = clamp((rR*r + rG*g + rB*bl + chromaOffset) >> 17)
	}
}

// chromaOffset is 128, and a half to round to the nearest, in sums of four in 1/2¹⁵.
const chromaOffset = 128<<17 + 1<<16

// clamp clamps v to 0–255, with one comparison if it is within.
func clamp(v int32) byte {
	if uint32(v) > 255 {
		return byte(^(v >> 31)) // 0 when negative, 255 when too large
	}
	return byte(v)
}
