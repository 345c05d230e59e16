package jpeg

import "encoding/binary"

// headerBytes is more than everything before the scan takes.
const headerBytes = 1024

// tables returns the Huffman tables that the picture needs: DC and AC for luma and, if it has
// any, for chroma.
func (e *encoder) tables(lumaDC, lumaAC, chromaDC, chromaAC *huffSpec) []*huffSpec {
	e.specs = [4]*huffSpec{lumaDC, lumaAC, chromaDC, chromaAC}
	return e.specs[:2*min(len(e.channels), 2)]
}

// header appends everything before the scan to b. Tables of one kind that are together share a
// segment, which saves 4 bytes for each of them; some old programs expect one in each.
func (e *encoder) header(b []byte, specs []*huffSpec, together bool) []byte {
	b = append(b, 0xFF, markerSOI)
	// Version 1.1, an aspect ratio of 1:1 and no thumbnail.
	b = append(appendSegment(b, markerAPP0, 14), "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)

	comps := len(e.channels)
	for i := range min(comps, 2) {
		switch {
		case !together:
			b = appendSegment(b, markerDQT, 65)
		case i == 0:
			b = appendSegment(b, markerDQT, 65*min(comps, 2))
		}
		b = append(b, byte(i))
		for _, at := range zigzag {
			b = append(b, e.quant[i].table[at])
		}
	}

	b = appendSegment(b, markerSOF0, 6+3*comps)
	b = append(b, 8) // bits a sample
	b = binary.BigEndian.AppendUint16(b, uint16(e.h))
	b = binary.BigEndian.AppendUint16(b, uint16(e.w))
	b = append(b, byte(comps))
	for i, p := range e.channels {
		b = append(b, byte(i+1), byte(p.h<<4|p.v), byte(min(i, 1)))
	}

	for i, spec := range specs {
		switch {
		case !together:
			b = appendSegment(b, markerDHT, spec.bytes())
		case i == 0:
			all := 0
			for _, s := range specs {
				all += s.bytes()
			}
			b = appendSegment(b, markerDHT, all)
		}
		b = append(b, byte(i%2<<4|i/2)) // class, table
		b = append(append(b, spec.counts[:]...), spec.values...)
	}

	b = append(appendSegment(b, markerSOS, 4+2*comps), byte(comps))
	for i := range comps {
		b = append(b, byte(i+1), byte(min(i, 1)*0x11))
	}
	return append(b, 0, 63, 0) // all coefficients, no approximation
}

// appendSegment appends the start of a segment with n bytes of content.
func appendSegment(b []byte, marker byte, n int) []byte {
	b = append(b, 0xFF, marker)
	return binary.BigEndian.AppendUint16(b, uint16(2+n))
}

// bytes returns what a table takes in a DHT segment.
func (s *huffSpec) bytes() int { return 1 + len(s.counts) + len(s.values) }
