package jpeg

import (
	"strconv"

	"framepost/api/frame"
)

// What Decode refuses although ParseHeader reads it. A progressive picture is as
// many passes over its coefficients as it has scans, and a scan of all zeroes takes
// a few bytes: without a limit, 256 kB keep a processor busy for seconds.
const (
	// MaxScans is the most scans: libjpeg-turbo's own fuzzers give up there
	// too. Encoders write some ten.
	MaxScans = 100

	// maxVisits is the most blocks that all scans together may go through:
	// 25 megapixels of 4:2:0 some 28 times over.
	maxVisits = 1 << 24
)

// Decode decodes data, whose header ParseHeader gave, at 1/scale of its size (scale
// is 1, 2, 4 or 8): the frame is ceil(W/scale) × ceil(H/scale) px, as stored,
// before Orientation. A file that breaks off, or is damaged, is shown as far as it
// goes, and grey where nothing is known. The error is a *wire.Error with the code
// Undecodable when there is nothing to show.
func Decode(data []byte, h Header, scale int) (*frame.Frame, error) {
	switch {
	case h.Scans == 0:
		return nil, undecodable("the JPEG ends, or breaks off, before its picture data (no SOS segment)")
	case h.Scans > MaxScans:
		return nil, undecodable("the JPEG has more than " + strconv.Itoa(MaxScans) + " scans")
	case h.visits > maxVisits:
		return nil, undecodable("the JPEG's " + strconv.Itoa(h.Scans) + " scans go through " + strconv.Itoa(h.visits) +
			" blocks of 8×8 px in all; at most " + strconv.Itoa(maxVisits) + " are allowed")
	}
	if h.isBaseline() {
		return decodeBaseline(data, h, scale)
	}
	return decodeOther(data, h, scale)
}
