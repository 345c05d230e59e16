package jpeg

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Header is the information that ParseHeader reads without decoding anything.
type Header struct {
	W, H        int            // px as stored, before Orientation
	Components  int            // 1 for grey, 3 for colour, 4 for CMYK
	Sampling    frame.Sampling // YUV444 if a frame cannot have the file's sampling
	Progressive bool
	Arithmetic  bool // arithmetic coding instead of Huffman coding
	Tables      bool // there are Huffman tables before the first scan; Motion-JPEG omits them
	Scans       int  // 0 if the file ends before the first one; not counted beyond MaxScans+1
	Orientation int  // EXIF 1 to 8; 1 if absent or invalid

	component [4]component // the first Components are used
	colour    colour
}

// colour is the meaning of the components.
type colour uint8

const (
	colourYCbCr colour = iota // or grey
	colourRGB
	colourCMYK
	colourInverseCMYK // light instead of ink, as Adobe's programs write it
	colourInverseYCCK // the same, with CMY as Y'CbCr
)

// component is a colour component as the SOF segment declares it.
type component struct {
	id    byte
	h, v  int // sampling factors, 1 to 4
	quant int // quantisation table, 0 to 3
}

// ParseHeader reads the marker segments of data. It decodes nothing and is safe on any bytes.
// The error is a *wire.Error with the code Undecodable: the data contain no picture with a
// size, or a kind of JPEG that is not supported (lossless, hierarchical, samples of other than
// 8 bits). The caller must check that the size is acceptable before it calls Decode.
func ParseHeader(data []byte) (Header, error) {
	if len(data) < 2 || data[0] != 0xFF || data[1] != markerSOI {
		return Header{}, undecodable("not a JPEG: it does not begin with FF D8")
	}
	h := Header{Orientation: 1}
	var jfif, exif bool
	var adobe []byte
	walk := segments{data: data, pos: 2}
	for scanned := uint(0); h.Scans <= MaxScans; {
		seg, ok := walk.next()
		if !ok {
			break
		}
		switch m := seg.marker; {
		case m == markerDHT:
			h.Tables = h.Tables || h.Scans == 0
		case m == markerDAC || m == markerJPG: // their numbers are among those of frame headers
		case m >= markerSOF0 && m <= markerSOF15 && h.Components == 0: // only the first one counts
			if err := h.parseSOF(m, seg.body); err != nil {
				return Header{}, err
			}
		case m == markerAPP0:
			jfif = jfif || bytes.HasPrefix(seg.body, []byte("JFIF\x00"))
		case m == markerAPP1 && !exif: // the first of several counts
			h.Orientation, exif = orientation(seg.body)
		case m == markerAPP14 && len(seg.body) >= 12 && bytes.HasPrefix(seg.body, []byte("Adobe")):
			adobe = seg.body
		case m == markerSOS:
			h.Scans++
			scanned |= h.scanned(seg.body)
		case m == markerDNL && h.Components > 0 && h.H == 0 && len(seg.body) >= 2: // T.81 B.2.5; before a frame header it says nothing
			h.H = int(binary.BigEndian.Uint16(seg.body))
		}
		if !h.Progressive && h.H > 0 && scanned == 1<<h.Components-1 {
			break // the picture is complete, so nothing after it is read
		}
	}
	if h.Components == 0 {
		return Header{}, undecodable("the JPEG ends, or breaks off, before it says how large the picture is (no SOF segment)")
	}
	if h.W == 0 || h.H == 0 {
		return Header{}, undecodable("the JPEG says that it is " + wire.FormatSize(h.W, h.H) + " px; both must be 1 or more")
	}
	h.colour = h.colourOf(jfif, adobe)
	h.Sampling, _ = h.sampling()
	return h, nil
}

// parseSOF reads a frame header (T.81 B.2.2).
func (h *Header) parseSOF(marker byte, body []byte) error {
	switch {
	case kinds[marker] != "":
		return undecodable("this kind of JPEG is not supported: " + kinds[marker] +
			"; baseline, extended sequential and progressive are, with Huffman or arithmetic coding")
	case len(body) < 6:
		return undecodable("the JPEG's frame header (SOF) is cut short")
	case body[0] != 8:
		return undecodable("the JPEG has samples of " + strconv.Itoa(int(body[0])) + " bits; only 8 are supported")
	}
	h.Progressive = marker == markerSOF2 || marker == markerSOF10
	h.Arithmetic = marker == markerSOF9 || marker == markerSOF10
	h.H, h.W = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	h.Components = int(body[5])
	if n := h.Components; n != 1 && n != 3 && n != 4 || len(body) < 6+3*n {
		return undecodable("the JPEG has " + strconv.Itoa(n) + " components; 1, 3 and 4 are supported")
	}
	for i := range h.components() {
		b := body[6+3*i:]
		c := component{id: b[0], h: int(b[1] >> 4), v: int(b[1] & 15), quant: int(b[2])}
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.quant > 3 {
			return undecodable("component " + strconv.Itoa(i+1) + " of the JPEG has sampling factors " +
				wire.FormatSize(c.h, c.v) + " and quantisation table " + strconv.Itoa(c.quant) +
				"; 1 to 4 and 0 to 3 are allowed")
		}
		h.component[i] = c
	}
	if h.Components == 1 {
		h.component[0].h, h.component[0].v = 1, 1 // one component is never interleaved (T.81 A.2.2)
	}
	return nil
}

// kinds names the frames that are not supported.
var kinds = map[byte]string{
	0xC3: "lossless", 0xC5: "hierarchical", 0xC6: "hierarchical", 0xC7: "hierarchical lossless",
	0xCB: "lossless", 0xCD: "hierarchical", 0xCE: "hierarchical", 0xCF: "hierarchical lossless",
}

// scanned returns the set of components in the scan with the header body.
func (h *Header) scanned(body []byte) (set uint) {
	if len(body) == 0 || len(body) < 1+2*int(body[0]) {
		return 0
	}
	for i := range int(body[0]) {
		if c := h.indexOf(body[1+2*i], set); c >= 0 {
			set |= 1 << c
		}
	}
	return set
}

// indexOf returns the index of the component that has the identifier id and is not in the set
// taken, which holds the scan's earlier components, or -1. Some programs use one identifier
// twice.
func (h *Header) indexOf(id byte, taken uint) int {
	for i, c := range h.components() {
		if c.id == id && taken>>i&1 == 0 {
			return i
		}
	}
	return -1
}

func (h *Header) components() []component { return h.component[:h.Components] }

// factors returns the largest sampling factors of the components: an MCU of interleaved
// components is 8*x by 8*y px (T.81 A.2.4).
func (h *Header) factors() (x, y int) {
	for _, c := range h.components() {
		x, y = max(x, c.h), max(y, c.v)
	}
	return x, y
}

// grid returns the number of 8×8 blocks of c, across and down, rounded up to whole MCUs.
func (h *Header) grid(c component) (across, down int) {
	x, y := h.factors()
	return ceilDiv(h.W, 8*x) * c.h, ceilDiv(h.H, 8*y) * c.v
}

// colourOf determines the meaning of the components as libjpeg does (jdapimin.c): a JFIF file
// has Y'CbCr; otherwise Adobe's segment decides, and otherwise the identifiers, which may be
// "RGB".
func (h *Header) colourOf(jfif bool, adobe []byte) colour {
	const adobeTransform = 11 // 0 none, 1 Y'CbCr, 2 YCCK
	c := h.component
	switch {
	case h.Components == 4 && adobe == nil:
		return colourCMYK
	case h.Components == 4 && adobe[adobeTransform] == 0:
		return colourInverseCMYK
	case h.Components == 4:
		return colourInverseYCCK
	case h.Components == 1 || jfif:
		return colourYCbCr
	case adobe != nil && adobe[adobeTransform] == 0 || adobe == nil && c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B':
		return colourRGB
	}
	return colourYCbCr
}

// sampling returns the frame's sampling for the components' factors, or YUV444 and false if a
// frame cannot hold the components unchanged.
func (h *Header) sampling() (frame.Sampling, bool) {
	if h.Components == 1 {
		return frame.Gray, true
	}
	y, cb, cr := h.component[0], h.component[1], h.component[2]
	if h.colour != colourYCbCr || cb.h != cr.h || cb.v != cr.v || y.h%cb.h != 0 || y.v%cb.v != 0 {
		return frame.YUV444, false
	}
	for _, s := range [...]frame.Sampling{frame.YUV444, frame.YUV422, frame.YUV440, frame.YUV420, frame.YUV411, frame.YUV410} {
		if stepX, stepY := s.Step(); y.h == cb.h*stepX && y.v == cb.v*stepY {
			return s, true
		}
	}
	return frame.YUV444, false
}

func undecodable(detail string) error {
	return &wire.Error{Code: wire.Undecodable, Detail: detail}
}
