// Package png decodes PNG (W3C, Portable Network Graphics, third edition) straight into
// the planes of a frame, at full size or smaller. It shows what the libpng of browsers
// shows: a damaged auxiliary chunk is left out, and a file that breaks off is shown as far
// as it goes.
package png

import (
	"encoding/binary"
	"strconv"

	"framepost/api/colour"
	"framepost/api/exif"
	"framepost/api/wire"
)

// Header is what a PNG says of itself before its pixels.
type Header struct {
	W, H        int // px as stored, before Orientation; up to 2³²-1
	Colour      ColourType
	Depth       int // bits of a sample, or of an index: 1, 2, 4, 8 or 16
	Interlaced  bool
	Orientation int // EXIF 1 to 8, 1 when absent or invalid

	space       colour.PNG // but for the profile
	profile     []byte     // compressed; nil without
	palette     []byte     // 3 bytes an entry
	transparent []byte     // what tRNS holds, of a length that fits; nil without
	pixels      int        // where in the file the first IDAT chunk is; 0 without
}

// ColourType is how a pixel is made of samples, as IHDR numbers it.
type ColourType uint8

// The colour types.
const (
	Gray      ColourType = 0
	RGB       ColourType = 2
	Palette   ColourType = 3
	GrayAlpha ColourType = 4
	RGBA      ColourType = 6
)

// samples returns how many of them a pixel has.
func (c ColourType) samples() int {
	return [...]int{Gray: 1, RGB: 3, Palette: 1, GrayAlpha: 2, RGBA: 4}[c]
}

// gray reports whether a picture of this type has no colours.
func (c ColourType) gray() bool { return c == Gray || c == GrayAlpha }

// depths holds the bits that a sample of each colour type may have (table 11-1).
var depths = map[ColourType][]int{
	Gray: {1, 2, 4, 8, 16}, RGB: {8, 16}, Palette: {1, 2, 4, 8}, GrayAlpha: {8, 16}, RGBA: {8, 16},
}

// ParseHeader reads a file up to its pixels and decodes none; it is safe on any bytes. The
// error is a *wire.Error with the code Undecodable: nothing is known of the size. How many
// pixels are too many is for the caller to say, before Decode.
//
// Of a chunk that may occur once the first counts. One that is damaged, or out of place, is
// left out, but for IHDR, without which nothing is known.
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
			return h, nil // Decode will say that there are no pixels
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
			if h.palette == nil { // of colour spaces, libpng and browsers take none after it
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

// parseTRNS takes the chunk where it has a meaning: one sample of each kind for the pixel
// that is transparent, or alphas of a palette's first entries.
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
