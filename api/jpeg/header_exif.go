package jpeg

import (
	"bytes"

	"framepost/api/exif"
)

// orientation returns the EXIF orientation in an APP1 body, 1 to 8, or 1 if there is none.
// isEXIF reports whether the body is EXIF at all (CIPA DC-008, 4.5.4 and 4.7.2).
func orientation(body []byte) (value int, isEXIF bool) {
	// The identifier is "Exif", a zero, and a byte of padding, which is not zero in all files.
	tiff, isEXIF := bytes.CutPrefix(body, []byte("Exif\x00"))
	if !isEXIF || len(tiff) < 1 {
		return 1, isEXIF
	}
	return exif.Orientation(tiff[1:]), true
}
