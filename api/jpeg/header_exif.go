package jpeg

import (
	"bytes"
	"encoding/binary"
)

// orientation returns the EXIF orientation that an APP1 body gives, 1 to 8, 1 when it
// gives none; and whether it is EXIF at all (CIPA DC-008, 4.5.4 and 4.7.2).
func orientation(body []byte) (value int, exif bool) {
	// The identifier is "Exif", a zero and a byte of padding, which not all fill with zero.
	tiff, exif := bytes.CutPrefix(body, []byte("Exif\x00"))
	if !exif || len(tiff) < 1 {
		return 1, exif
	}
	return tiffOrientation(tiff[1:]), true
}

// tiffOrientation walks through the first image file directory (IFD0) of the TIFF
// structure that EXIF is (CIPA DC-008, 4.6.4; TIFF 6.0, section 2). Nothing is followed
// but the one offset to IFD0, so no directory can lead in circles.
func tiffOrientation(tiff []byte) int {
	const (
		tag       = 0x0112
		typeShort = 3
		entrySize = 12
	)
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 1
	}
	offset := order.Uint32(tiff[4:])
	if uint64(offset)+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[offset+2:]
	for range order.Uint16(tiff[offset:]) {
		if len(entries) < entrySize {
			return 1
		}
		if order.Uint16(entries) == tag {
			value := order.Uint16(entries[8:])
			if order.Uint16(entries[2:]) != typeShort || value < 1 || value > 8 {
				return 1
			}
			return int(value)
		}
		entries = entries[entrySize:]
	}
	return 1
}
