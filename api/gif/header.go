// Package gif decodes the first frame of a GIF (Graphics Interchange Format, version 89a) as
// browsers show it before the animation starts: a frame that reaches beyond the screen enlarges
// the screen, and truncated data are shown as far as they go.
package gif

import (
	"encoding/binary"

	"framepost/api/wire"
)

// Header is the information before the first frame's pixels.
type Header struct {
	W, H int // size of the screen in px, enlarged to hold the first frame; at most 131070

	x, y, w, h  int    // position and size of the first frame, px
	palette     []byte // 3 bytes an entry; nil if there is none
	transparent int    // the transparent index; -1 for none
	interlaced  bool
	pixels      int // offset in the file of the code size, which precedes the pixels
}

const (
	tableFlag      = 0x80
	interlaceFlag  = 0x40
	sizeMask       = 0x07
	extension      = '!'
	descriptor     = ','
	trailer        = ';'
	graphicControl = 0xF9
)

// ParseHeader reads a file up to the first frame's pixels. It decodes no pixels and is safe on
// any bytes. The error is a *wire.Error with the code Undecodable. The caller must check that
// the size is acceptable before it calls Decode.
func ParseHeader(file []byte) (Header, error) {
	if len(file) < 13 || string(file[:4]) != "GIF8" {
		return Header{}, undecodable("not a GIF, or one that breaks off within its first 13 bytes")
	}
	h := Header{transparent: -1}
	h.W, h.H = int(binary.LittleEndian.Uint16(file[6:])), int(binary.LittleEndian.Uint16(file[8:]))
	pos := 13
	h.palette, pos = table(file, pos, file[10])
	for pos < len(file) {
		pos++
		switch file[pos-1] {
		case extension:
			pos = h.parseExtension(file, pos)
		case descriptor:
			return h.parseDescriptor(file, pos)
		case trailer:
			return Header{}, undecodable("the GIF ends before its first frame")
		} // ignore other bytes, which should not be here
	}
	return Header{}, undecodable("the GIF breaks off before its first frame")
}

// table returns the colour table at pos if flags announce one and it is complete, and the
// position after it.
func table(file []byte, pos int, flags byte) (palette []byte, next int) {
	if flags&tableFlag == 0 {
		return nil, pos
	}
	next = min(pos+3<<(1+flags&sizeMask), len(file))
	return file[pos:next], next
}

// parseExtension reads a graphic control extension and skips others. It returns the position
// after it.
func (h *Header) parseExtension(file []byte, pos int) (next int) {
	blocks := subBlocks{file: file, pos: pos + 1}
	control := pos < len(file) && file[pos] == graphicControl
	for block := blocks.next(); block != nil; block = blocks.next() {
		if control && len(block) >= 4 {
			if h.transparent = -1; block[0]&1 != 0 {
				h.transparent = int(block[3])
			}
		}
	}
	return blocks.pos
}

func (h *Header) parseDescriptor(file []byte, pos int) (Header, error) {
	if len(file)-pos < 9 {
		return Header{}, undecodable("the GIF breaks off before its first frame")
	}
	field := func(i int) int { return int(binary.LittleEndian.Uint16(file[pos+i:])) }
	h.x, h.y, h.w, h.h = field(0), field(2), field(4), field(6)
	if h.w == 0 || h.h == 0 { // as browsers do, since Netscape's
		h.w, h.h = h.W, h.H
	}
	h.W, h.H = max(h.W, h.x+h.w), max(h.H, h.y+h.h)
	flags := file[pos+8]
	h.interlaced = flags&interlaceFlag != 0
	own, next := table(file, pos+9, flags)
	if h.pixels = next; own != nil {
		h.palette = own
	}
	return *h, nil
}

// subBlocks iterates over blocks of up to 255 bytes, the last of which is empty.
type subBlocks struct {
	file []byte
	pos  int
}

// next returns the next block, or nil after the last one or where the file is truncated.
func (s *subBlocks) next() []byte {
	if s.pos >= len(s.file) {
		s.pos = len(s.file)
		return nil
	}
	start := s.pos + 1
	s.pos = min(start+int(s.file[s.pos]), len(s.file))
	if s.pos == start {
		return nil
	}
	return s.file[start:s.pos]
}

func undecodable(detail string) error {
	return &wire.Error{Code: wire.Undecodable, Detail: detail}
}
