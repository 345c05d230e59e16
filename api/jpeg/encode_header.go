package jpeg

import "encoding/binary"

// headerBytes is more than everything before the scan takes.
const headerBytes = 1024

// header appends everything before the scan to b.
func (e *encoder) header(b []byte) []byte {
	b = append(b, 0xFF, markerSOI)
	// Version 1.1, an aspect ratio of 1:1 and no thumbnail.
	b = append(appendSegment(b, markerAPP0, 14), "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)

	comps := len(e.channels)
	for i := range min(comps, 2) {
		b = append(appendSegment(b, markerDQT, 65), byte(i))
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

	specs := [...]*huffSpec{&lumaDC, &lumaAC, &chromaDC, &chromaAC}
	for i, spec := range specs[:2*min(comps, 2)] {
		b = append(appendSegment(b, markerDHT, 17+len(spec.values)), byte(i%2<<4|i/2)) // class, table
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
