package png

import (
	"bytes"
	"encoding/binary"

	"framepost/api/colour"
	"framepost/api/inflate"
)

// parseSpace reads a chunk if it describes colours.
func (h *Header) parseSpace(c chunk) {
	s := &h.space
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
		if named && len(profile) > 1+zlibHeader && profile[0] == 0 && h.profile == nil {
			h.profile = profile[1:] // after a byte for the method, of which there is only one
		}
	}
}

// MaxProfile is the most bytes to which an ICC profile is decompressed. Profiles of displays
// have some hundred to some thousand bytes, those of printers up to 3 MB.
const MaxProfile = 4 << 20

// Space returns the file's description of its colours, which Decode does not convert. It leaves
// out a profile that is damaged or longer than MaxProfile.
func (h *Header) Space() colour.PNG {
	s := h.space
	if h.profile != nil {
		s.Profile = decompressed(h.profile[zlibHeader:])
	}
	return s
}

// decompressed returns the decompressed data, or nil if they are damaged or too long.
func decompressed(data []byte) (profile []byte) {
	const piece = 1 << 15
	var r inflate.Reader
	defer r.Release()
	r.Reset(piece, data)
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

// zlibHeader is the number of bytes before the compressed data (RFC 1950).
const zlibHeader = 2
