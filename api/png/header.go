// Package png decodes PNG (W3C, Portable Network Graphics, third edition) straight into the
// planes of a frame, at full size or smaller. It treats damage as the libpng of browsers does:
// a damaged ancillary chunk is ignored, and a truncated file is shown as far as it goes.
package png

import (
	"encoding/binary"
	"strconv"

	"framepost/api/colour"
	"framepost/api/exif"
	"framepost/api/wire"
)

// Header is the information before the pixels.
type Header struct {
	W, H        int // px as stored, before Orientation; up to 2³²-1
	Colour      ColourType
	Depth       int // bits of a sample, or of an index: 1, 2, 4, 8 or 16
	Interlaced  bool
	Orientation int // EXIF 1 to 8; 1 if absent or invalid

	space       colour.PNG // without the profile
	profile     []byte     // compressed; nil if absent
	palette     []byte     // 3 bytes an entry
	transparent []byte     // content of tRNS if its length is valid; nil if absent
	pixels      int        // offset in the file of the first IDAT chunk; 0 if there is none
}

// ColourType says which samples a pixel has, by the numbers of IHDR.
type ColourType uint8

// The colour types.
const (
	Gray      ColourType = 0
	RGB       ColourType = 2
	Palette   ColourType = 3
	GrayAlpha ColourType = 4
	RGBA      ColourType = 6
)

// samples returns the number of samples of a pixel.
func (c ColourType) samples() int {
	return [...]int{Gray: 1, RGB: 3, Palette: 1, GrayAlpha: 2, RGBA: 4}[c]
}

// gray reports whether a picture of this type has no colours.
func (c ColourType) gray() bool { return c == Gray || c == GrayAlpha }

// depths are the valid bits of a sample for each colour type (table 11-1).
var depths = map[ColourType][]int{
	Gray: {1, 2, 4, 8, 16}, RGB: {8, 16}, Palette: {1, 2, 4, 8}, GrayAlpha: {8, 16}, RGBA: {8, 16},
}

// ParseHeader reads a file up to its pixels. It decodes no pixels and is safe on any bytes. The
// error is a *wire.Error with the code Undecodable and means that the size is unknown. The
// caller must check that the size is acceptable before it calls Decode.
//
// If a chunk that may occur only once is repeated, the first one counts. Chunks that are
// damaged or misplaced are ignored, except for IHDR, which is indispensable.
func ParseHeader(file []byte) (Header, error) {
	if len(file) < len(signature) || string(file[:len(signature)]) != signature {
		return Header{}, undecodable("not a PNG: it does not begin with 89 50 4E 47 0D 0A 1A 0A")
	}
	first, pos, ok := nextChunk(file, len(signature))
	if !ok || string(first.kind) != "IHDR" || len(first.data) != 13 || !first.sound() {
		return Header{}, undecodable("the PNG's header (IHDR) is missing, or damaged")
	}
	h := Header{Orientation: 1}
	if err := h.parseIHDR(first.data); err != nil {
		return Header{}, err
	}
	oriented := false
	for {
		c, next, ok := nextChunk(file, pos)
		if !ok || string(c.kind) == "IEND" {
			return h, nil // Decode will return an error, since there are no pixels
		}
		if string(c.kind) == "IDAT" {
			h.pixels = pos
			return h, nil
		}
		if pos = next; !c.sound() && string(c.kind) != "PLTE" {
			continue
		}
		switch string(c.kind) {
		case "PLTE":
			if h.palette == nil {
				h.palette = c.data[:min(len(c.data)/3, 256)*3]
			}
		case "tRNS":
			h.parseTRNS(c.data)
		case "eXIf":
			if !oriented {
				h.Orientation, oriented = exif.Orientation(c.data), true
			}
		default:
			if h.palette == nil { // like libpng and browsers, ignore colour spaces after the palette
				h.parseSpace(c)
			}
		}
	}
}

func (h *Header) parseIHDR(data []byte) error {
	h.W, h.H = int(binary.BigEndian.Uint32(data)), int(binary.BigEndian.Uint32(data[4:]))
	h.Depth, h.Colour = int(data[8]), ColourType(data[9])
	known := false
	for _, depth := range depths[h.Colour] {
		known = known || depth == h.Depth
	}
	if !known {
		return undecodable("the PNG has colour type " + strconv.Itoa(int(h.Colour)) + " with " +
			strconv.Itoa(h.Depth) + " bits, which do not go together")
	}
	if data[10] != 0 || data[11] != 0 || data[12] > 1 {
		return undecodable("the PNG is compressed, filtered or interlaced in a way that the format does not have")
	}
	h.Interlaced = data[12] == 1
	return nil
}

// parseTRNS reads the chunk if it is valid for the colour type: one sample of each channel for
// the transparent pixel, or alphas for the palette's first entries.
func (h *Header) parseTRNS(data []byte) {
	fits := false
	switch h.Colour {
	case Gray:
		fits = len(data) == 2
	case RGB:
		fits = len(data) == 6
	case Palette:
		fits = len(data) > 0 && len(data) <= len(h.palette)/3
	}
	if fits && h.transparent == nil {
		h.transparent = data
	}
}

func undecodable(detail string) error {
	return &wire.Error{Code: wire.Undecodable, Detail: detail}
}
