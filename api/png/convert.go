package png

import (
	"encoding/binary"
	"slices"

	"framepost/api/kernel"
)

// makeTables makes the tables for convert: for greys of fewer than 8 bits or with a transparent
// one, and for the palette. An index beyond the palette is black, as in libpng.
func (d *decoder) makeTables() {
	h := &d.header
	d.mapped = false
	switch h.Colour {
	case Gray:
		if h.Depth == 16 || h.Depth == 8 && h.transparent == nil {
			return
		}
		d.mapped = true
		most := 1<<h.Depth - 1
		for i := range d.gray {
			d.gray[i] = byte(min(i, most) * 255 / most)
		}
		if h.transparent != nil {
			d.gray[int(binary.BigEndian.Uint16(h.transparent))&most] = 255
		}
	case Palette:
		for i := range d.palette {
			entry := &d.palette[i]
			*entry = [4]byte{3: 255}
			if 3*i < len(h.palette) {
				copy(entry[:3], h.palette[3*i:])
			}
			if i < len(h.transparent) {
				entry[3] = h.transparent[i]
			}
			kernel.OnWhite(entry[:])
		}
	}
}

// convert converts a row of the file to the format of frame.Rows.
func (d *decoder) convert(dst, row []byte) {
	wide := d.header.Depth == 16
	switch d.header.Colour {
	case Gray:
		d.convertGray(dst, row)
	case Palette:
		indexes := row
		if d.header.Depth < 8 {
			d.indexes = slices.Grow(d.indexes[:0], len(dst)/4)[:len(dst)/4]
			unpack(d.indexes, row, d.header.Depth)
			indexes = d.indexes
		}
		for i := range len(dst) / 4 {
			*(*[4]byte)(dst[4*i:]) = d.palette[indexes[i]]
		}
	case RGB:
		if wide {
			rgb16ToRGBA(dst, row)
		} else {
			kernel.RGBToRGBA(dst, row)
		}
		if d.header.transparent != nil {
			d.clearTransparent(dst, row)
		}
	case GrayAlpha:
		step, alpha := 2, 1
		if wide {
			step, alpha = 4, 2
		}
		for i := range dst {
			dst[i] = grayOnWhite(row[step*i], row[step*i+alpha])
		}
	case RGBA:
		if wide {
			upperBytes(dst, row)
		} else {
			copy(dst, row)
		}
		kernel.OnWhite(dst)
	}
}

func (d *decoder) convertGray(dst, row []byte) {
	switch {
	case d.header.Depth < 8:
		unpack(dst, row, d.header.Depth)
	case d.header.Depth == 8:
		copy(dst, row)
	default:
		upperBytes(dst, row)
		for i := range dst {
			if d.header.transparent != nil && string(row[2*i:2*i+2]) == string(d.header.transparent) {
				dst[i] = 255
			}
		}
	}
	if d.mapped {
		kernel.Map(dst, &d.gray)
	}
}

// clearTransparent makes the pixels white whose samples equal those of tRNS, which has 16 bits
// for each.
func (d *decoder) clearTransparent(dst, row []byte) {
	key := d.header.transparent
	if d.header.Depth == 8 {
		key = []byte{key[1], key[3], key[5]}
	}
	for ; len(dst) >= 4; dst, row = dst[4:], row[len(key):] {
		if string(row[:len(key)]) == string(key) {
			copy(dst, "\xff\xff\xff")
		}
	}
}

// unpack expands samples of 1, 2 or 4 bits to one byte each. The first sample of a byte is in
// its highest bits.
func unpack(dst, row []byte, depth int) {
	perByte, most := 8/depth, byte(1<<depth-1)
	for i := range dst {
		shift := 8 - depth - i%perByte*depth
		dst[i] = row[i/perByte] >> shift & most
	}
}

func upperBytes(dst, row []byte) {
	for i := range dst {
		dst[i] = row[2*i]
	}
}

func rgb16ToRGBA(dst, row []byte) {
	for ; len(dst) >= 4; dst, row = dst[4:], row[6:] {
		dst[0], dst[1], dst[2], dst[3] = row[0], row[2], row[4], 255
	}
}

func grayOnWhite(v, alpha byte) byte {
	return byte((int(v)*int(alpha) + 255*(255-int(alpha)) + 127) / 255)
}
