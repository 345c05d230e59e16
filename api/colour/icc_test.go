package colour

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

// An invalid profile is an error, and no Transform.
func TestBadProfiles(t *testing.T) {
	good := rgbProfile(2, adobeRGB, gammaCurve(2.2))
	changed := func(at int, to string) []byte {
		b := slices.Clone(good)
		copy(b[at:], to)
		return b
	}
	tables := func(change func(b []byte) []byte) []byte {
		b := change(lut(3, 3, 2, linear, func(v [4]float64) vector { return vector(v[:3]) }))
		return profileOf(2, "scnr", "RGB ", "Lab ", element{"A2B0", b})
	}
	aToBs := func(change func(b []byte) []byte) []byte {
		b := change(aToB(3, 2, 2, para(0, 1), para(0, 1), para(0, 1), toSRGB, vector{}, func(v [4]float64) vector { return vector(v[:3]) }))
		return profileOf(4, "scnr", "RGB ", "XYZ ", element{"A2B0", b})
	}
	for name, profile := range map[string][]byte{
		"nothing":                 nil,
		"header alone":            good[:128],
		"no signature":            changed(36, "acps"),
		"device link":             changed(12, "link"),
		"named colours":           changed(12, "nmcl"),
		"L*a*b* as device":        changed(16, "Lab "),
		"five inks":               changed(16, "5CLR"),
		"connection space is RGB": changed(20, "RGB "),
		"matrix to L*a*b*":        changed(20, "Lab "),
		"no tags":                 changed(128, "\x00\x00\x00\x00"),
		"tag outside":             changed(132+12*3+4, "\xFF\xFF\xFF\xFF"),
		"tag of 4 GB":             changed(132+12*3+8, "\xFF\xFF\xFF\xFF"),
		"cut off":                 good[:len(good)-40],
		"curve of 2³² samples":    rgbProfile(2, bt709, []byte("curv\x00\x00\x00\x00\xFF\xFF\xFF\xFF\x00\x00")),
		"curve of another type":   rgbProfile(2, bt709, []byte("text\x00\x00\x00\x00\x00\x00\x00\x00")),
		"short curve":             rgbProfile(2, bt709, []byte("curv\x00\x00\x00\x00")),
		"parametric of kind 5":    rgbProfile(4, bt709, para(5, 1, 1, 1, 1, 1, 1, 1)),
		"too few parameters":      rgbProfile(4, bt709, para(4, 1, 1, 1, 1, 1, 1)),
		"division by no slope":    rgbProfile(4, bt709, para(1, 2, 0, 1)),
		"grid of one point":       tables(func(b []byte) []byte { b[10] = 1; return b }),
		"grid of 255 points":      tables(func(b []byte) []byte { b[10] = 255; return b }),
		"tables of one sample":    tables(func(b []byte) []byte { b[49] = 1; return b }),
		"tables cut off":          tables(func(b []byte) []byte { return b[:len(b)-4] }),
		"four inputs":             tables(func(b []byte) []byte { b[8] = 4; return b }),
		"four outputs":            tables(func(b []byte) []byte { b[9] = 4; return b }),
		"no curves B":             tables(func(b []byte) []byte { return b[:12] }),
		"unknown tables":          tables(func(b []byte) []byte { copy(b, "mBA "); return b }),
		"matrix outside":          aToBs(func(b []byte) []byte { b[16] = 1; return b }),
		"matrix cut off":          aToBs(func(b []byte) []byte { binary.BigEndian.PutUint32(b[16:], uint32(len(b)-40)); return b }),
		"grid outside":            aToBs(func(b []byte) []byte { b[24] = 0xFF; return b }),
		"grid of three bytes":     aToBs(func(b []byte) []byte { b[binary.BigEndian.Uint32(b[24:])+16] = 3; return b }),
		"grid cut off":            aToBs(func(b []byte) []byte { binary.BigEndian.PutUint32(b[24:], uint32(len(b)-10)); return b }),
		"curves are a grid":       aToBs(func(b []byte) []byte { copy(b[28:32], b[24:28]); return b }),
	} {
		if transform, err := FromICC(profile, 3); err == nil || transform != nil {
			t.Errorf("%s: no error", name)
		}
	}
	noInk := profileOf(2, "prtr", "CMYK", "XYZ ")
	if _, err := FromICC(noInk, 4); err == nil {
		t.Error("four inks without tables: no error")
	}
}

// A profile serves pictures with its number of components; one for RGB also serves grey ones.
func TestComponents(t *testing.T) {
	rgb := rgbProfile(2, adobeRGB, gammaCurve(2.2))
	grey := profileOf(2, "mntr", "GRAY", "XYZ ", element{"kTRC", gammaCurve(1.8)})
	cmyk := profileOf(2, "prtr", "CMYK", "Lab ", element{"A2B0", lut(4, 2, 1, linear, inkToLab(65535))})
	for _, c := range []struct {
		name       string
		profile    []byte
		components int
		fits       bool
	}{
		{"RGB", rgb, 3, true}, {"RGB", rgb, 1, true}, {"RGB", rgb, 4, false},
		{"grey", grey, 1, true}, {"grey", grey, 3, false}, {"grey", grey, 4, false},
		{"CMYK", cmyk, 4, true}, {"CMYK", cmyk, 3, false}, {"CMYK", cmyk, 1, false},
	} {
		if transform, err := FromICC(c.profile, c.components); (err == nil) != c.fits || (transform != nil) != c.fits {
			t.Errorf("%s for %d components: %v, %v", c.name, c.components, transform, err)
		}
	}
}

// Tables for the perceptual intent take precedence over those for another, and tables over a
// matrix.
func TestWhichModel(t *testing.T) {
	constant := func(light float64) []byte {
		return lut(3, 2, 2, linear, func([4]float64) vector { return d50.scale(light * 32768 / 65535) })
	}
	matrixTRC := rgbProfile(2, bt709, gammaCurve(1))
	p, _ := parseProfile(matrixTRC)
	elements := []element{{"A2B1", constant(1)}}
	for _, signature := range []string{"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"} {
		elements = append(elements, element{signature, p.tag(signature)})
	}
	for _, c := range []struct {
		name     string
		elements []element
		want     byte
	}{
		{"matrix", elements[1:], 188}, // half of the light of white
		{"A2B1 and matrix", elements, 255},
		{"A2B0, A2B1 and matrix", append(elements, element{"A2B0", constant(0)}), 0},
	} {
		transform, err := FromICC(profileOf(2, "mntr", "RGB ", "XYZ ", c.elements...), 3)
		if err != nil {
			t.Fatal(err)
		}
		pixel := []byte{128, 128, 128, 255}
		if transform.RGBA(pixel); !bytes.Equal(pixel, []byte{c.want, c.want, c.want, 255}) {
			t.Errorf("%s: %v, want %d", c.name, pixel, c.want)
		}
	}
}

// The cache returns what it was given until other entries have replaced it.
func TestCache(t *testing.T) {
	var c cache
	made := 0
	ask := func(description string, components int) (*Transform, error) {
		return c.transform(ofICC, []byte(description), components, func(b []byte) (source, error) {
			made++
			if b[0] == 'x' {
				return source{}, errors.New("malformed")
			}
			return source{channels: 3, curves: [3]curve{linear, linear, linear}, matrix: toSRGB}, nil
		})
	}
	first, _ := ask("a", 3)
	again, _ := ask("a", 3)
	if first == nil || first != again || made != 1 {
		t.Errorf("made %d times", made)
	}
	if other, _ := ask("a", 1); other == first || made != 2 {
		t.Error("other components have the same transform")
	}
	for range 2 {
		if transform, err := ask("x", 3); err == nil || transform != nil {
			t.Error("a description that makes no sense has a transform")
		}
	}
	if made != 3 {
		t.Errorf("what makes no sense is not remembered: made %d times", made)
	}
	for i := range memory - 1 {
		ask(string(rune('A'+i)), 3)
		ask("a", 3)
	}
	if made != 3+memory-1 {
		t.Errorf("the one used last has been forgotten: made %d times", made)
	}
	if ask("x", 3); made != 3+memory {
		t.Errorf("the one used longest ago has been kept: made %d times", made)
	}
}

// FuzzFromICC checks that no bytes cause a panic, that the Transform is usable, and that it
// depends on nothing but the bytes.
func FuzzFromICC(f *testing.F) {
	for _, p := range profiles {
		f.Add(p.profile, uint8(p.components))
		f.Add(p.profile[:len(p.profile)*2/3], uint8(p.components))
	}
	f.Fuzz(func(t *testing.T, profile []byte, components uint8) {
		s, err := parseICC(profile)
		if err != nil {
			return
		}
		for _, v := range [][4]float64{{}, {1, 1, 1, 1}, {0.3, 0.6, 0.9, 0.1}} {
			for _, c := range s.srgb(v) {
				if !(c >= 0 && c <= 1) {
					t.Fatalf("%v became %v", v, c)
				}
			}
		}
		if s.serves(int(components)) != nil || s.light != nil && len(profile) > 4096 {
			return // large tables take long to make, and test nothing else
		}
		transform := s.transform()
		if transform == nil {
			return
		}
		pixels := []byte{0, 50, 100, 255, 255, 255, 255, 0}
		again := slices.Clone(pixels)
		convert := transform.RGBA
		if components == 4 {
			convert = transform.CMYK
		}
		convert(pixels)
		if convert(again); !bytes.Equal(pixels, again) {
			t.Fatalf("%v, then %v", pixels, again)
		}
	})
}
