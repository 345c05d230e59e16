package colour

import "fmt"

// FromICC returns the Transform of an ICC profile for a picture of so many components: 1,
// 3 or 4. It is nil when the picture is in sRGB, whatever its profile is called. An error
// says what is wrong with the profile; the picture is then shown without one, as browsers
// do. A grey picture may have a profile for RGB.
//
// Only the first picture with a profile costs anything to speak of: a camera sends the same
// one with every frame. The profile is not kept.
func FromICC(profile []byte, components int) (*Transform, error) {
	return remembered.transform(ofICC, profile, components, parseICC)
}

func parseICC(b []byte) (source, error) {
	p, err := parseProfile(b)
	if err != nil {
		return source{}, err
	}
	return p.source()
}

// serves reports whether the colour space can be that of a picture.
func (s source) serves(components int) error {
	if s.channels == components || components == 1 && s.channels == 3 {
		return nil
	}
	return fmt.Errorf("colour: a colour space of %d components is given for a picture of %d", s.channels, components)
}
