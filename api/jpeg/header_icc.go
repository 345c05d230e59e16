package jpeg

import "bytes"

// ICC returns the ICC profile that a JPEG carries, nil when it has none or a part of it is
// missing; it may lie within data. Only what comes before the first scan counts, as for
// libjpeg. It is safe on any bytes, and no part of Header, which outlives data in places.
//
// A profile is cut into APP2 segments (ICC.1:2022, B.4): after a name come the number of
// the part, from 1, how many there are, and the part.
func ICC(data []byte) []byte {
	if len(data) < 2 {
		return nil
	}
	var parts [][]byte // by number
	for walk := (segments{data: data, pos: 2}); ; {
		seg, ok := walk.next()
		if !ok || seg.marker == markerSOS {
			return joined(parts)
		}
		rest, found := bytes.CutPrefix(seg.body, []byte("ICC_PROFILE\x00"))
		if seg.marker != markerAPP2 || !found || len(rest) < 2 {
			continue // APP2 has other uses, such as previews
		}
		number, count, part := int(rest[0]), int(rest[1]), rest[2:]
		if parts == nil {
			parts = make([][]byte, count)
		}
		if count != len(parts) || number < 1 || number > count {
			return nil // the segments disagree
		}
		if parts[number-1] == nil { // of two with one number the first counts
			parts[number-1] = part
		}
	}
}

// joined returns the parts as one, nil when one of them is missing.
func joined(parts [][]byte) []byte {
	for _, part := range parts {
		if part == nil {
			return nil
		}
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	return bytes.Join(parts, nil)
}
