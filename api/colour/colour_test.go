package colour

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"framepost/api/frame"
)

func TestLiteral(t *testing.T) {
	p3 := rgbProfile(4, h273Primaries[12], srgbPara)
	adobe := rgbProfile(2, adobeRGB, gammaCurve(563.0/256))
	for _, c := range []struct {
		name     string
		profile  []byte
		from, to [3]byte
	}{
		{"Display P3 white", p3, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		{"Display P3 black", p3, [3]byte{0, 0, 0}, [3]byte{0, 0, 0}},
		{"Display P3 grey", p3, [3]byte{128, 128, 128}, [3]byte{128, 128, 128}},
		{"Display P3 red, more than sRGB has", p3, [3]byte{255, 0, 0}, [3]byte{255, 0, 0}},
		{"Display P3 green, more than sRGB has", p3, [3]byte{0, 255, 0}, [3]byte{0, 255, 0}},
		{"sRGB's red in Display P3", p3, [3]byte{234, 51, 35}, [3]byte{255, 0, 0}},
		{"a skin in Display P3", p3, [3]byte{200, 150, 120}, [3]byte{209, 147, 115}},
		{"Adobe RGB green", adobe, [3]byte{0, 255, 0}, [3]byte{0, 255, 0}},
		{"sRGB's green in Adobe RGB", adobe, [3]byte{144, 255, 60}, [3]byte{0, 255, 1}},
		{"Adobe RGB grey", adobe, [3]byte{127, 127, 127}, [3]byte{128, 128, 128}},
	} {
		transform, err := FromICC(c.profile, 3)
		if err != nil {
			t.Fatal(err)
		}
		pixel := []byte{c.from[0], c.from[1], c.from[2], 7}
		transform.RGBA(pixel)
		if want := []byte{c.to[0], c.to[1], c.to[2], 7}; !bytes.Equal(pixel, want) {
			t.Errorf("%s: %v, want %v", c.name, pixel, want)
		}
	}
}

// Whether a profile is sRGB depends on its effect, not on its name: this is sRGB as various
// makers write it, as a formula or a table, rounded in various ways.
func TestSRGBIsIdentity(t *testing.T) {
	rounded := bt709
	rounded.white = chromaticity{0.31271, 0.32902}
	for name, profile := range map[string][]byte{
		"version 4, formula": rgbProfile(4, bt709, srgbPara),
		"version 2, table":   rgbProfile(2, bt709, sampledCurve(1024, srgbToLight)),
		"small table":        rgbProfile(2, rounded, sampledCurve(64, srgbToLight)),
		"grey":               profileOf(2, "mntr", "GRAY", "XYZ ", element{"kTRC", sampledCurve(1024, srgbToLight)}),
		"table of colours": profileOf(4, "mntr", "RGB ", "XYZ ", element{"A2B0",
			aToB(3, 2, 2, para(0, 1), srgbPara, para(0, 1), must(bt709.toXYZ()).half(), vector{}, func(v [4]float64) vector { return vector(v[:3]) })}),
	} {
		components := 3
		if name == "grey" {
			components = 1
		}
		if transform, err := FromICC(profile, components); err != nil || transform != nil {
			t.Errorf("%s: %v, %v; want nothing to do", name, transform, err)
		}
	}
	for name, profile := range map[string][]byte{
		"gamma of 2.2":   rgbProfile(2, bt709, gammaCurve(2.2)),
		"Display P3":     rgbProfile(4, h273Primaries[12], srgbPara),
		"BT.470 B, G":    rgbProfile(4, h273Primaries[5], srgbPara), // similar, but another space
		"red is green":   rgbProfile(4, primaries{d65, bt709.green, bt709.red, bt709.blue}, srgbPara),
		"dot gain":       profileOf(2, "prtr", "GRAY", "XYZ ", element{"kTRC", sampledCurve(256, dotGain)}),
		"one curve more": profileOf(4, "mntr", "RGB ", "XYZ ", element{"A2B0", opponent()}),
	} {
		components := 3
		if name == "dot gain" {
			components = 1
		}
		if transform, err := FromICC(profile, components); err != nil || transform == nil {
			t.Errorf("%s is taken for sRGB: %v", name, err)
		}
	}
}

// half returns m in the encoding of XYZ that tables use.
func (m matrix) half() matrix {
	for i := range m {
		m[i] = m[i].scale(32768.0 / 65535)
	}
	return m
}

// A nil Transform changes nothing.
func TestNil(t *testing.T) {
	var transform *Transform
	pixels := []byte{1, 2, 3, 4}
	transform.RGBA(pixels)
	f := frame.OfNRGBA(image.NewNRGBA(image.Rect(0, 0, 3, 3)))
	transform.Apply(f)
	if transform != nil || !bytes.Equal(pixels, []byte{1, 2, 3, 4}) {
		t.Error("the nil Transform does something")
	}
}

// The tables agree with the formulas for random colours of every profile.
func TestTablesAgreeWithFormulas(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range profiles {
		s, err := parseICC(p.profile)
		if err != nil {
			t.Fatal(p.name, err)
		}
		transform := s.transform()
		var squares float64
		const n = 2000
		for range n {
			var device [4]byte
			var v [4]float64
			for i := range p.components {
				device[i] = byte(r.Uint32())
				v[i] = float64(device[i]) / 255
			}
			got, want := transform.pixel(p.components, device), s.srgb(v)
			for i := range 3 {
				d := float64(got[i]) - 255*want[i]
				squares += d * d
			}
		}
		if dB := 10 * math.Log10(255*255*3*n/squares); dB < p.accuracy {
			t.Errorf("%s: %.1f dB, want %.0f", p.name, dB, p.accuracy)
		}
	}
}

// A frame is converted to the same colours in each of its forms.
func TestApply(t *testing.T) {
	p3, err := FromICC(rgbProfile(4, h273Primaries[12], srgbPara), 3)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewNRGBA(image.Rect(0, 0, 13, 7))
	for i := range img.Pix {
		img.Pix[i] = []byte{200, 150, 120, 255}[i%4]
	}
	f := frame.OfNRGBA(img)
	p3.Apply(f)
	if got := f.NRGBA().Pix[:4]; !bytes.Equal(got, []byte{209, 147, 115, 255}) {
		t.Errorf("pixels: %v", got)
	}
	f = frame.New(13, 7, frame.YUV420)
	for i, v := range []byte{162, 104, 155} { // the same colour
		for y := range f.Planes()[i].H {
			row := f.Planes()[i].Row(y)
			for x := range row {
				row[x] = v
			}
		}
	}
	p3.Apply(f)
	for i, want := range []byte{163, 102, 160} {
		if got := f.Planes()[i].Row(3)[6]; got < want-1 || got > want+1 {
			t.Errorf("component %d: %d, want %d", i, got, want)
		}
	}
	if f.Sampling() != frame.YUV420 {
		t.Error("the subsampling has changed")
	}

	grey, err := FromICC(profileOf(2, "prtr", "GRAY", "XYZ ", element{"kTRC", gammaCurve(1)}), 1)
	if err != nil {
		t.Fatal(err)
	}
	f = frame.New(5, 5, frame.Gray)
	f.Planes()[0].Row(4)[4] = 55
	grey.Apply(f)
	if got := f.Planes()[0].Row(4)[4]; got != 128 || f.Sampling() != frame.Gray {
		t.Errorf("grey light of 55/255 is %d, want 128", got)
	}
	pixel := []byte{55, 0, 255, 9}
	if grey.RGBA(pixel); !bytes.Equal(pixel, []byte{128, 0, 255, 9}) {
		t.Errorf("grey in pixels: %v", pixel)
	}
}

// A grey picture stays grey in an RGB space, as a photo that was converted to grey may have.
func TestGreyInRGB(t *testing.T) {
	transform, err := FromICC(rgbProfile(2, proPhoto, gammaCurve(1.8)), 1)
	if err != nil {
		t.Fatal(err)
	}
	// (100/255)^1.8 is 0.1854 of white, for which sRGB's value is 119.
	if transform.gray[0] != 0 || transform.gray[100] != 119 || transform.gray[255] != 255 {
		t.Errorf("0, 100, 255 became %d, %d, %d", transform.gray[0], transform.gray[100], transform.gray[255])
	}
}

func BenchmarkApply(b *testing.B) {
	for _, p := range profiles {
		if p.components != 3 {
			continue
		}
		transform, err := FromICC(p.profile, 3)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(p.name, func(b *testing.B) {
			f, work := photo(640, 480), frame.New(640, 480, frame.YUV420)
			b.SetBytes(640 * 480)
			b.ReportAllocs()
			for b.Loop() {
				for i, plane := range f.Planes() {
					copy(work.Planes()[i].Pix, plane.Pix)
				}
				transform.Apply(work)
			}
		})
	}
}

// photo returns a frame of slow waves with some grain.
func photo(w, h int) *frame.Frame {
	f := frame.New(w, h, frame.YUV420)
	r := rand.New(rand.NewPCG(1, 2))
	for i, p := range f.Planes() {
		for y := range p.H {
			row := p.Row(y)
			for x := range row {
				row[x] = byte(128 + 50*math.Sin(float64(x)/40+float64(i))*math.Cos(float64(y)/30) + 4*r.NormFloat64())
			}
		}
	}
	return f
}

// BenchmarkFromICC measures the cost of a profile's first picture, and of each later one.
func BenchmarkFromICC(b *testing.B) {
	for _, p := range profiles {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := parseICC(p.profile)
				if err != nil {
					b.Fatal(err)
				}
				s.transform()
			}
		})
	}
	b.Run("remembered", func(b *testing.B) {
		b.SetBytes(int64(len(profiles[12].profile)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := FromICC(profiles[12].profile, 4); err != nil {
				b.Fatal(err)
			}
		}
	})
}
