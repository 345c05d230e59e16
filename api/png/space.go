package png

import (
	"bytes"
	"encoding/binary"

	"framepost/api/inflate"
)

// Space is what a file says of its colours. Nothing of it is applied here; where several
// are given, cICP counts before iCCP, that before sRGB, and that before gAMA and cHRM (PNG
// specification, section 4.3).
type Space struct {
	CICP  []byte     // of ITU-T H.273: primaries, transfer, matrix, full range; nil without
	SRGB  bool       // it is sRGB
	Gamma uint32     // the exponent by which light was encoded, times 100000; 0 without
	CHRM  *[8]uint32 // x and y of white, red, green and blue, times 100000; nil without

	iccp []byte // a compressed profile; nil without
}

func (s *Space) parse(c chunk) {
	switch string(c.kind) {
	case "cICP":
		if len(c.data) == 4 && s.CICP == nil {
			s.CICP = c.data
		}
	case "sRGB":
		s.SRGB = s.SRGB || len(c.data) == 1
	case "gAMA":
		if len(c.data) == 4 && s.Gamma == 0 {
			s.Gamma = binary.BigEndian.Uint32(c.data)
		}
	case "cHRM":
		if len(c.data) == 32 && s.CHRM == nil {
			s.CHRM = new([8]uint32)
			for i := range s.CHRM {
				s.CHRM[i] = binary.BigEndian.Uint32(c.data[4*i:])
			}
		}
	case "iCCP":
		_, profile, named := bytes.Cut(c.data, []byte{0})
		if named && len(profile) > 3 && profile[0] == 0 && s.iccp == nil {
			s.iccp = profile[1:] // a byte for the method, of which there is one
		}
	}
}

// MaxProfile is the most bytes of an ICC profile that are decompressed. Those of displays
// have some hundred to some thousand, those of printers up to 3 MB.
const MaxProfile = 4 << 20

// Profile returns the ICC profile, decompressed; nil when there is none, or it is damaged
// or longer than MaxProfile.
func (s *Space) Profile() []byte {
	if s.iccp == nil {
		return nil
	}
	const piece = 1 << 15
	var r inflate.Reader
	defer r.Release()
	r.Reset(piece, s.iccp[zlibHeader:])
	var profile []byte
	for {
		part, err := r.Next(piece)
		profile = append(profile, part...)
		switch {
		case len(profile) > MaxProfile || err != nil && err != inflate.ErrEnd:
			return nil
		case err != nil:
			return profile
		}
	}
}

// zlibHeader is the length of what is in front of compressed data (RFC 1950).
const zlibHeader = 2
