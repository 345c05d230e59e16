package colour

import "fmt"

// FromICC returns the Transform of an ICC profile for a picture with that number of
// components: 1, 3 or 4. It returns nil if the profile's colours are those of sRGB, whatever
// the profile's name. A grey picture may have a profile for RGB. An error says what is wrong
// with the profile; the picture is then shown as if it had none, as browsers do.
//
// Transforms are cached, since a camera sends the same profile with every frame: only the
// first picture with a profile takes time to prepare. The profile is not retained.
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

// serves returns an error unless s can be the space of a picture with that number of components.
func (s source) serves(components int) error {
	if s.channels == components || components == 1 && s.channels == 3 {
		return nil
	}
	return fmt.Errorf("colour: a colour space of %d components is given for a picture of %d", s.channels, components)
}
