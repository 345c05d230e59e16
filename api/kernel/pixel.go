package kernel

import "encoding/binary"

// RGBToRGBA writes the pixels of src (3 bytes each) to dst (4 bytes each), opaque.
func RGBToRGBA(dst, src []byte) {
	done := rgbToRGBAVector(dst, src)
	rgbToRGBAPlain(dst[4*done:], src[3*done:])
}

func rgbToRGBAPlain(dst, src []byte) {
	for len(src) >= 3 && len(dst) >= 4 {
		dst[0], dst[1], dst[2], dst[3] = src[0], src[1], src[2], 255
		dst, src = dst[4:], src[3:]
	}
}

// RGBAToRGB writes the pixels of src (4 bytes each) to dst (3 bytes each), without their alpha.
func RGBAToRGB(dst, src []byte) {
	done := rgbaToRGBVector(dst, src)
	rgbaToRGBPlain(dst[3*done:], src[4*done:])
}

func rgbaToRGBPlain(dst, src []byte) {
	for len(src) >= 4 && len(dst) >= 3 {
		dst[0], dst[1], dst[2] = src[0], src[1], src[2]
		dst, src = dst[3:], src[4:]
	}
}

// OnWhite blends pixels (4 bytes each, alpha last and not premultiplied) with white, which
// makes them opaque.
func OnWhite(pixels []byte) {
	const even = 0x00FF00FF // two samples with room above them
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		v := binary.LittleEndian.Uint32(pixels)
		alpha := v >> 24
		if alpha == 255 {
			continue
		}
		white := even * (255 - alpha)
		rb, g := by255(v&even*alpha+white), by255(v>>8&0xFF*alpha+255*(255-alpha))
		binary.LittleEndian.PutUint32(pixels, rb|g<<8|0xFF000000)
	}
}

// by255 divides two numbers of 16 bits, up to 255² each, by 255, to the nearest. With x the
// number plus 128, x/255 is (x + x/256) / 256 without error in this range (Blinn, "Three Wrongs
// Make a Right", 1995).
func by255(v uint32) uint32 {
	const even = 0x00FF00FF
	v += 0x00800080
	return (v + v>>8&even) >> 8 & even
}
