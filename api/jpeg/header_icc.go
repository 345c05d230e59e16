package jpeg

import "bytes"

// ICC returns the ICC profile of a JPEG, or nil if it has none or a part is missing. The result
// may refer to data. As in libjpeg, only segments before the first scan count. ICC is safe on
// any bytes. The profile is not a field of Header because a Header may outlive data.
//
// A profile is divided into APP2 segments (ICC.1:2022, B.4): each has a name, the number of the
// part, from 1, the number of parts, and the part.
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
		if parts[number-1] == nil { // if two have the same number, the first one counts
			parts[number-1] = part
		}
	}
}

// joined returns the concatenated parts, or nil if one of them is missing.
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
