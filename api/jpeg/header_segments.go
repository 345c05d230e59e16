package jpeg

import (
	"encoding/binary"
	"math/bits"
)

// Markers (T.81 table B.1): the byte after 0xFF.
const (
	markerFirst = 0xC0 // lower ones are reserved or of no interest, and occur only in damaged data
	markerSOF0  = 0xC0 // baseline
	markerSOF1  = 0xC1 // extended sequential, Huffman
	markerSOF2  = 0xC2 // progressive, Huffman
	markerDHT   = 0xC4
	markerJPG   = 0xC8 // reserved; its number is among the SOFs
	markerSOF9  = 0xC9 // extended sequential, arithmetic
	markerSOF10 = 0xCA // progressive, arithmetic
	markerDAC   = 0xCC // its number is among the SOFs
	markerSOF15 = 0xCF
	markerRST0  = 0xD0
	markerRST7  = 0xD7
	markerSOI   = 0xD8
	markerEOI   = 0xD9
	markerSOS   = 0xDA
	markerDQT   = 0xDB
	markerDNL   = 0xDC
	markerDRI   = 0xDD
	markerAPP0  = 0xE0
	markerAPP1  = 0xE1
	markerAPP2  = 0xE2
	markerAPP14 = 0xEE
)

// maxSegments bounds the time for a file of nothing but tiny segments. In practice there are at
// most some hundred, since a large ICC profile or XMP packet is divided into pieces of 64 kB.
const maxSegments = 10_000

// segment is one marker segment. body is its content after the two length bytes.
type segment struct {
	marker byte
	body   []byte
	start  int // position of its 0xFF
}

// segments iterates over the marker segments of a file. It skips everything else: entropy-coded
// data, fill bytes, markers without a segment, junk. So the entropy-coded data of a scan are
// the bytes between the end of its SOS segment and the start of the next segment.
type segments struct {
	data []byte
	pos  int // after the last segment
	seen int
}

// next returns the next segment. It returns false after EOI, at a truncated segment, and after
// maxSegments; start is valid even then. A length of 0 or 1, less than its own two bytes, is
// treated as that of an empty segment.
func (s *segments) next() (segment, bool) {
	for ; s.seen < maxSegments; s.seen++ {
		start := s.pos + nextMarker(s.data[s.pos:])
		if start+4 > len(s.data) {
			return segment{start: start}, false
		}
		switch marker := s.data[start+1]; marker {
		case markerEOI:
			return segment{start: start}, false
		case markerSOI: // a second one occurs in concatenated files
			s.pos = start + 2
		default:
			length := int(binary.BigEndian.Uint16(s.data[start+2:]))
			end := start + 2 + max(length, 2)
			if end > len(s.data) {
				return segment{start: start}, false
			}
			s.pos = end
			s.seen++
			return segment{marker: marker, body: s.data[start+4 : end], start: start}, true
		}
	}
	return segment{start: s.pos}, false
}

// nextMarker returns the position of the first marker in data, or len(data) if there is none.
// It ignores RSTn and markers below markerFirst. Of several 0xFF in a row it uses the last one.
func nextMarker(data []byte) int {
	done, found := nextMarkerVector(data)
	if found {
		return done
	}
	return done + nextMarkerPlain(data[done:])
}

// nextMarkerPlain compares eight bytes with the eight that follow them, one byte further on,
// and distinguishes all cases by arithmetic. A search for 0xFF alone would stop at each 0xFF of
// a file made of "FF 00" or "FF D0", and take about ten times as long for it as for a
// photograph.
func nextMarkerPlain(data []byte) int {
	const (
		low7 = 0x7f7f7f7f7f7f7f7f
		high = 0x8080808080808080
		ones = 0x0101010101010101
	)
	i := 0
	for ; i+9 <= len(data); i += 8 {
		// Bit 7 of each byte is the result: the byte is 0xFF; the next one is at least 0xC0,
		// not 0xFF, not RSTn.
		v := binary.LittleEndian.Uint64(data[i:])
		ff := (v&low7 + ones) & v & high
		if ff == 0 {
			continue
		}
		w := binary.LittleEndian.Uint64(data[i+1:])
		first := w & (w << 1)
		notFF := ^((w&low7 + ones) & w)
		x := w ^ markerRST0*ones
		notRST := x&(low7&^(7*ones)) + low7 | x
		if stop := ff & first & notFF & notRST; stop != 0 {
			return i + bits.TrailingZeros64(stop)/8
		}
	}
	for ; i+1 < len(data); i++ {
		if b := data[i+1]; data[i] == 0xFF && b >= markerFirst && b != 0xFF && (b < markerRST0 || b > markerRST7) {
			return i
		}
	}
	return len(data)
}
