// Package exif reads the only tag of EXIF that changes how a picture is shown: Orientation.
package exif

import "encoding/binary"

// Orientation returns the value of the tag Orientation, 1 to 8, of EXIF data, which begin
// with a TIFF header. It returns 1, which is upright, if the data have no such tag or are
// damaged. It searches the first image file directory (CIPA DC-008, 4.6.4; TIFF 6.0, section
// 2) and follows no other offset than the one of that directory, so no data can make it loop.
func Orientation(tiff []byte) int {
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
