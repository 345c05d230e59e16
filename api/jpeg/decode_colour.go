package jpeg

import (
	"image"

	icc "framepost/api/colour" // here, colour is the meaning of a JPEG's components
	"framepost/api/frame"
	"framepost/api/kernel"
)

// makePlanes makes planes of whole MCUs for a picture that a frame cannot hold unchanged: RGB,
// CMYK, or with other sampling factors.
func (d *decoder) makePlanes() {
	for _, c := range d.header.components() {
		across, down := d.header.grid(c)
		w, h := across*d.size, down*d.size
		d.planes = append(d.planes, frame.Plane{Pix: make([]byte, w*h), Stride: w, W: w, H: h})
	}
}

// Scale returns the scale at which Decode loses nothing that is visible at 1/most of the size,
// where most is 1, 2, 4 or 8. A picture that is converted to NRGBA, which is rare, gets 4:2:0
// chroma afterwards. It is decoded four times as large as necessary, so that its edges are
// within 38 dB of those of the whole picture.
func (h *Header) Scale(most int) int {
	if h.fitsFrame() {
		return most
	}
	return max(most/4, 1)
}

// toNRGBA makes a frame of the planes at 1/scale of their size: each pixel is the mean of
// scale×scale pixels, or fewer at the right and at the bottom. It averages colours, not inks,
// because the light of inks is a product: white paper and half of black average to 0.5, while
// half of every ink leaves no light. So these pictures are decoded at full size, where others
// are decoded smaller. inks converts the pixels of CMYK.
func (d *decoder) toNRGBA(scale int, inks func(pixels []byte)) *frame.Frame {
	w, h := d.header.W, d.header.H
	img := image.NewNRGBA(image.Rect(0, 0, ceilDiv(w, scale), ceilDiv(h, scale)))
	var rows [4][]byte
	for i := range d.planes {
		rows[i] = make([]byte, w)
	}
	if scale == 1 {
		for y := range h {
			if y%8 == 0 && d.stop() {
				break
			}
			d.row(y, rows)
			d.header.colour.toRGBA(img.Pix[y*img.Stride:][:4*w], rows, inks)
		}
		return frame.OfNRGBA(img)
	}
	line, sums := make([]byte, 4*w), make([]uint32, img.Stride)
	for top := 0; top < h; top += scale {
		if d.stop() {
			break
		}
		bottom := min(top+scale, h)
		clear(sums)
		for y := top; y < bottom; y++ {
			d.row(y, rows)
			d.header.colour.toRGBA(line, rows, inks)
			for x := range w {
				sum, px := sums[x/scale*4:][:4], line[4*x:][:4]
				for c := range sum {
					sum[c] += uint32(px[c])
				}
			}
		}
		dst := img.Pix[top/scale*img.Stride:][:img.Stride]
		for i, sum := range sums {
			left := i / 4 * scale
			n := uint32((min(left+scale, w) - left) * (bottom - top))
			dst[i] = byte((sum + n/2) / n)
		}
	}
	return frame.OfNRGBA(img)
}

// row writes row y of each component, and repeats each sample for all pixels that it covers.
func (d *decoder) row(y int, rows [4][]byte) {
	maxH, maxV := d.header.factors()
	for i, p := range d.planes {
		c := d.header.component[i]
		src := p.Row(y * c.v / maxV)
		if c.h == maxH {
			copy(rows[i], src)
			continue
		}
		at, part := 0, 0 // x*c.h/maxH, and the remainder
		for x := range rows[i] {
			rows[i][x] = src[at]
			if part += c.h; part >= maxH {
				at, part = at+1, part-maxH
			}
		}
	}
}

// toRGBA writes a row of opaque pixels, 4 bytes each. inks converts the pixels of CMYK.
func (c colour) toRGBA(dst []byte, rows [4][]byte, inks func(pixels []byte)) {
	if c == colourYCbCr || c == colourInverseYCCK { // whose RGB is CMY: ink, as the rest is light
		kernel.YCbCrToRGBA(dst, rows[0], rows[1], rows[2], 1)
	} else {
		for x := range rows[0] {
			dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = rows[0][x], rows[1][x], rows[2][x], 255
		}
	}
	if c == colourYCbCr || c == colourRGB {
		return
	}
	for x, black := range rows[3] {
		px := dst[4*x : 4*x+4]
		if c == colourInverseCMYK {
			px[0], px[1], px[2] = 255-px[0], 255-px[1], 255-px[2]
		}
		if c != colourCMYK {
			black = 255 - black
		}
		px[3] = black
	}
	inks(dst)
}

// inks returns the function that replaces pixels of CMYK (4 bytes each, 255 for all of an ink)
// by opaque RGB. It converts by the file's profile; without one, it multiplies the light that
// each ink leaves.
func inks(data []byte, h Header) func(pixels []byte) {
	if h.Components == 4 {
		// An invalid profile is ignored.
		if transform, err := icc.FromICC(ICC(data), 4); err == nil {
			return transform.CMYK
		}
	}
	return light
}

func light(pixels []byte) {
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		left := 255 - uint32(pixels[3])
		for i, ink := range pixels[:3] {
			pixels[i] = byte((uint32(255-ink)*left + 127) / 255)
		}
		pixels[3] = 255
	}
}
