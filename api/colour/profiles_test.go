package colour

import "math"

// profiles are the ones that the tests convert by, one of each kind that occurs in practice.
var profiles = []struct {
	name       string
	components int
	profile    []byte
	accuracy   float64 // the least PSNR to lcms, in dB
}{
	{"display-p3", 3, rgbProfile(4, h273Primaries[12], srgbPara), 50},
	{"adobe-rgb", 3, rgbProfile(2, adobeRGB, gammaCurve(563.0/256)), 50},
	{"prophoto", 3, rgbProfile(2, proPhoto, gammaCurve(1.8)), 50},
	{"bt2020-table", 3, rgbProfile(2, h273Primaries[9], sampledCurve(1024, bt709ToLight)), 50},
	{"parametric-0", 3, rgbProfile(4, bt709, para(0, 2)), 50},
	{"parametric-1", 3, rgbProfile(4, bt709, para(1, 2.2, 0.9, 0.1)), 50},
	{"parametric-2", 3, rgbProfile(4, bt709, para(2, 2.2, 0.85, 0.1, 0.05)), 50},
	{"parametric-4", 3, rgbProfile(4, bt709, para(4, 2.4, 0.9, 0.06, 0.08, 0.04, 0.02, 0.005)), 50},
	{"grey-dot-gain", 1, profileOf(2, "prtr", "GRAY", "XYZ ", element{"kTRC", sampledCurve(256, dotGain)}), 50},
	{"grey-lightness", 1, profileOf(2, "mntr", "GRAY", "Lab ", element{"kTRC", gammaCurve(1)}), 50},
	{"opponent-mAB", 3, profileOf(4, "scnr", "RGB ", "XYZ ", element{"A2B0", opponent()}), 40},
	{"lab-mft2", 3, profileOf(2, "scnr", "RGB ", "Lab ", element{"A2B0", lut(3, 9, 2, power(1.2), rgbToLab(65280))}), 40},
	{"cmyk-mft2", 4, profileOf(2, "prtr", "CMYK", "Lab ", element{"A2B0", lut(4, 9, 2, power(0.9), inkToLab(65280))}), 40},
	{"cmyk-mft1", 4, profileOf(2, "prtr", "CMYK", "Lab ", element{"A2B0", lut(4, 7, 1, linear, inkToLab(65535))}), 40},
	{"cmyk-mAB", 4, profileOf(4, "prtr", "CMYK", "Lab ", element{"A2B0", aToB(4, 5, 1, para(0, 1.1), para(0, 1), para(0, 1),
		matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, vector{}, inkToLab(65535))}), 40},
}

var (
	adobeRGB = primaries{d65, chromaticity{0.64, 0.33}, chromaticity{0.21, 0.71}, chromaticity{0.15, 0.06}}
	proPhoto = primaries{chromaticity{0.3457, 0.3585}, chromaticity{0.7347, 0.2653}, chromaticity{0.1596, 0.8404}, chromaticity{0.0366, 0.0001}}
)

// dotGain returns the light of paper that is covered with ink by 1-v, printed with a dot gain
// of a fifth in the middle.
func dotGain(v float64) float64 {
	ink := 1 - v
	return 1 - (ink + 0.8*ink*(1-ink))
}

// opponent returns a table like that of XYB: from cube roots of cone responses, two of them
// stored as a difference and a sum, to XYZ.
func opponent() []byte {
	corner := func(v [4]float64) vector {
		return vector{v[1] + (v[0] - 0.5), v[1] - (v[0] - 0.5), v[2]}.scale(0.5).plus(0.25)
	}
	m := toSRGB
	m, _ = m.inverse()
	for i := range m { // to encoded XYZ, from 0.25 … 0.75 cubed
		m[i] = m[i].scale(32768.0 / 65535)
	}
	return aToB(3, 2, 2, para(0, 1), para(3, 3, 2, -0.5, 0, 0.25), para(0, 1), m, vector{0.001, 0.001, 0.001}, corner)
}

func (v vector) plus(n float64) vector { return vector{v[0] + n, v[1] + n, v[2] + n} }

// rgbToLab returns a table of Adobe RGB's colours in which one is the encoding of L* = 100.
func rgbToLab(one float64) func([4]float64) vector {
	toXYZ := must(adobeRGB.toXYZ())
	return func(v [4]float64) vector {
		decode := power(2.2)
		return encodeLab(toXYZ.apply(vector{decode(v[0]), decode(v[1]), decode(v[2])}), one)
	}
}

// inkToLab returns a table for inks, each of which absorbs a part of the light.
func inkToLab(one float64) func([4]float64) vector {
	through := [4]vector{{0.1, 0.35, 0.8}, {0.7, 0.08, 0.25}, {0.95, 0.85, 0.08}, {0.03, 0.03, 0.03}}
	toXYZ := must(bt709.toXYZ())
	return func(v [4]float64) vector {
		light := vector{1, 1, 1}
		for i, ink := range through {
			for j := range light {
				light[j] *= math.Pow(ink[j], v[i])
			}
		}
		return encodeLab(toXYZ.apply(light), one)
	}
}

func encodeLab(xyz vector, one float64) vector {
	var f vector
	for i, v := range xyz {
		if v /= d50[i]; v > 216.0/24389 {
			f[i] = math.Cbrt(v)
		} else {
			f[i] = v*841/108 + 4.0/29
		}
	}
	lab := vector{116*f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])}
	return vector{lab[0] / 100, (lab[1] + 128) / 255, (lab[2] + 128) / 255}.scale(one / 65535)
}
