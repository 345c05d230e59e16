package colour

import "encoding/binary"

// PNG holds the contents of a PNG file's colour chunks.
type PNG struct {
	CICP    []byte     // of ITU-T H.273: primaries, transfer, matrix, full range; nil if absent
	Profile []byte     // ICC profile of the chunk iCCP; nil if absent
	SRGB    bool       // the chunk sRGB is there
	Gamma   uint32     // the exponent by which light was encoded, times 100,000; 0 if absent
	CHRM    *[8]uint32 // x and y of white, red, green and blue, times 100,000; nil if absent
}

// Transform returns the Transform for a picture of 1 or 3 components. It uses the first valid
// description, in the order of the PNG specification (third edition, 4.3): cICP, iCCP, sRGB,
// then gAMA and cHRM together. A picture without any is in sRGB.
func (p PNG) Transform(components int) *Transform {
	if p.CICP != nil {
		if t, err := remembered.transform(ofCICP, p.CICP, components, parseCICP); err == nil {
			return t
		}
	}
	if p.Profile != nil {
		if t, err := FromICC(p.Profile, components); err == nil {
			return t
		}
	}
	if p.SRGB || p.Gamma == 0 && p.CHRM == nil {
		return nil
	}
	description := binary.BigEndian.AppendUint32(nil, p.Gamma)
	if p.CHRM != nil {
		for _, v := range p.CHRM {
			description = binary.BigEndian.AppendUint32(description, v)
		}
	}
	// Invalid chunks are treated as absent: t is nil then.
	t, _ := remembered.transform(ofGamma, description, components, func([]byte) (source, error) { return p.gammaAndCHRM() })
	return t
}

// gammaAndCHRM returns the space that gAMA and cHRM describe. If one of them is absent, the
// curve or the primaries are those of sRGB (11.3.2.1 and 11.3.2.2).
func (p PNG) gammaAndCHRM() (source, error) {
	toLight, colours := curve(srgbToLight), bt709
	if p.Gamma != 0 {
		toLight = power(100_000 / float64(p.Gamma))
	}
	if p.CHRM != nil {
		for i, c := range []*chromaticity{&colours.white, &colours.red, &colours.green, &colours.blue} {
			c.x, c.y = float64(p.CHRM[2*i])/100_000, float64(p.CHRM[2*i+1])/100_000
		}
	}
	toXYZ, err := colours.toXYZ()
	if err != nil {
		return source{}, err
	}
	return source{channels: 3, curves: [3]curve{toLight, toLight, toLight}, matrix: toSRGB.times(toXYZ)}, nil
}
