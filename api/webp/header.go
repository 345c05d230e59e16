// Package webp decodes WebP (RFC 9649) into a frame. It reads the container itself and decodes
// bitstreams with golang.org/x/image/vp8 and vp8l. Of an animation it shows the first frame.
package webp

import (
	"bytes"
	"encoding/binary"

	"framepost/api/exif"
	"framepost/api/wire"
)

// Header is the information before the pixels.
type Header struct {
	W, H        int    // px as stored, before Orientation; the canvas of an animation
	Orientation int    // EXIF 1 to 8; 1 if absent or invalid
	Profile     []byte // the ICC profile, a part of the file; nil if absent

	x, y int // position of the first frame on the canvas, both even
	picture
}

// picture is one bitstream and its alpha.
type picture struct {
	w, h     int
	lossless bool
	data     []byte // the bitstream, as far as the file contains it
	missing  int    // bytes of the bitstream that a truncated file lacks
	alpha    []byte // content of an ALPH chunk; nil if absent
}

// ParseHeader reads the chunks of a file. It decodes no pixels and is safe on any bytes. The
// error is a *wire.Error with the code Undecodable. The caller must check that the size is
// acceptable before it calls Decode.
func ParseHeader(file []byte) (Header, error) {
	if len(file) < 12 || string(file[:4]) != "RIFF" || string(file[8:12]) != "WEBP" {
		return Header{}, undecodable("not a WebP: it does not begin with RIFF and WEBP")
	}
	h := Header{Orientation: 1}
	oriented := false
	walk := chunks{rest: file[12:]}
	for c, ok := walk.next(); ok; c, ok = walk.next() {
		switch string(c.kind) {
		case "VP8X":
			if h.W == 0 && len(c.data) >= 10 {
				h.W, h.H = uint24(c.data[4:])+1, uint24(c.data[7:])+1
			}
		case "ICCP":
			if h.Profile == nil {
				h.Profile = c.data
			}
		case "EXIF":
			if !oriented {
				h.Orientation, oriented = exif.Orientation(bytes.TrimPrefix(c.data, []byte("Exif\x00\x00"))), true
			}
		case "ANMF":
			if h.data == nil && len(c.data) >= 16 {
				h.x, h.y = 2*uint24(c.data), 2*uint24(c.data[3:])
				frame := chunks{rest: c.data[16:]}
				for part, ok := frame.next(); ok; part, ok = frame.next() {
					h.picture.add(part)
				}
				if h.W == 0 { // without a canvas, an animation is as large as its first frame
					h.W, h.H = h.x+h.w, h.y+h.h
				}
			}
		default:
			if h.data == nil {
				if h.picture.add(c); h.data != nil {
					h.W, h.H = h.w, h.h // ignore VP8X: a still picture is as large as its bitstream
				}
			}
		}
	}
	switch {
	case h.data == nil:
		return Header{}, undecodable("the WebP ends, or breaks off, before its pixels (no VP8 or VP8L chunk)")
	case h.x+h.w > h.W || h.y+h.h > h.H:
		return Header{}, undecodable("the WebP's first frame does not fit on its canvas")
	}
	return h, nil
}

// add adds a chunk of a picture. The first bitstream counts.
func (p *picture) add(c chunk) {
	if p.data != nil {
		return
	}
	switch string(c.kind) {
	case "ALPH":
		p.alpha = c.data
	case "VP8 ":
		// RFC 6386, section 9.1: a tag of 3 bytes, a start code of 3, two sizes of 14 bits.
		if len(c.data) >= 10 && string(c.data[3:6]) == "\x9d\x01\x2a" {
			p.w = int(binary.LittleEndian.Uint16(c.data[6:])) & 0x3FFF
			p.h = int(binary.LittleEndian.Uint16(c.data[8:])) & 0x3FFF
			p.data, p.missing = c.data, c.missing
		}
	case "VP8L":
		// RFC 9649, section 3.4: a signature, two sizes less 1 of 14 bits.
		if len(c.data) >= 5 && c.data[0] == lossless {
			size := int(binary.LittleEndian.Uint32(c.data[1:]))
			p.w, p.h = size&0x3FFF+1, size>>14&0x3FFF+1
			p.data, p.missing, p.lossless = c.data, c.missing, true
		}
	}
}

// lossless is the first byte of a lossless bitstream, its signature.
const lossless = 0x2F

// chunks iterates over the chunks of RIFF (RFC 9649, section 2.3).
type chunks struct{ rest []byte }

type chunk struct {
	kind    []byte // 4 letters
	data    []byte // the content, as far as the file contains it
	missing int    // bytes of the content that a truncated file lacks
}

// next returns the next chunk. ok is false if fewer than 8 bytes are left.
func (c *chunks) next() (k chunk, ok bool) {
	if len(c.rest) < 8 {
		return chunk{}, false
	}
	size := int(binary.LittleEndian.Uint32(c.rest[4:]))
	k.kind, c.rest = c.rest[:4], c.rest[8:]
	n := min(size, len(c.rest))
	k.data, k.missing = c.rest[:n:n], size-n
	c.rest = c.rest[min(size+size&1, len(c.rest)):] // odd sizes are padded to even ones
	return k, true
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func undecodable(detail string) error {
	return &wire.Error{Code: wire.Undecodable, Detail: detail}
}
