package jpeg

import (
	"image"

	"framepost/api/frame"
	"framepost/api/kernel"
)

// makePlanes makes planes of whole MCUs for a picture that a frame can't have as it is:
// RGB, CMYK, or with other sampling factors.
func (d *decoder) makePlanes() {
	for _, c := range d.header.components() {
		across, down := d.header.grid(c)
		w, h := across*d.size, down*d.size
		d.planes = append(d.planes, frame.Plane{Pix: make([]byte, w*h), Stride: w, W: w, H: h})
	}
}

// Scale returns the scale, 1 to most, at which Decode loses nothing that a picture of
// 1/most of the size shows, most being 1, 2, 4 or 8. It is less than most where the
// components go by way of NRGBA and one of them has fewer than half of the samples of the
// finest, each way: at 1/8 a component sampled 1×4 beside one of 4 has a sample for every
// 32 px, while the frame it is made for wants one for every 16.
func (h *Header) Scale(most int) int {
	if h.fitsFrame() {
		return most
	}
	maxH, maxV := h.factors()
	for _, c := range h.components() {
		if maxH > 2*c.h || maxV > 2*c.v {
			return max(most/2, 1)
		}
	}
	return most
}

// toNRGBA makes a frame of such planes, each sample serving all the pixels it covers.
func (d *decoder) toNRGBA() *frame.Frame {
	w, h := d.scaled(d.header.W), d.scaled(d.header.H)
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	maxH, maxV := d.header.factors()
	var rows [4][]byte
	for i := range d.planes {
		rows[i] = make([]byte, w)
	}
	for y := range h {
		for i, p := range d.planes {
			c := d.header.component[i]
			src := p.Row(y * c.v / maxV)
			if c.h == maxH {
				rows[i] = src[:w]
				continue
			}
			at, part := 0, 0 // x*c.h/maxH, and what is left over
			for x := range rows[i] {
				rows[i][x] = src[at]
				if part += c.h; part >= maxH {
					at, part = at+1, part-maxH
				}
			}
		}
		d.header.colour.toRGBA(img.Pix[y*img.Stride:][:4*w], rows)
	}
	return frame.OfNRGBA(img)
}

// toRGBA writes a row of opaque pixels, 4 bytes each.
func (c colour) toRGBA(dst []byte, rows [4][]byte) {
	switch c {
	case colourYCbCr:
		kernel.YCbCrToRGBA(dst, rows[0], rows[1], rows[2], 1)
		return
	case colourInverseYCCK: // the RGB that comes out is ink
		kernel.YCbCrToRGBA(dst, rows[0], rows[1], rows[2], 1)
	default:
		for x := range rows[0] {
			dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = rows[0][x], rows[1][x], rows[2][x], 255
		}
	}
	if c == colourRGB {
		return
	}
	for x, black := range rows[3] {
		px := dst[4*x : 4*x+3]
		light := uint32(black)
		if c == colourCMYK {
			light = 255 - light
		}
		for i, v := range px {
			if c != colourInverseCMYK {
				v = 255 - v
			}
			px[i] = byte((uint32(v)*light + 127) / 255)
		}
	}
}
