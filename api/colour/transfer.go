package colour

import "math"

// curve maps a coded value to another value, usually to light: 0 is black and 1 is white. It
// is defined for any finite value.
type curve func(float64) float64

func linear(v float64) float64 { return v }

// power returns the curve v^gamma, which is 0 for v below 0.
func power(gamma float64) curve {
	return func(v float64) float64 { return math.Pow(max(v, 0), gamma) }
}

// srgbToLight is the transfer function of IEC 61966-2-1.
func srgbToLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// lightToSRGB is the inverse of srgbToLight. It clips light below 0 and above 1, which is
// outside of sRGB.
func lightToSRGB(light float64) float64 {
	switch {
	case !(light > 0): // also NaN, which an invalid profile can cause
		return 0
	case light >= 1:
		return 1
	case light <= 0.0031308:
		return light * 12.92
	}
	return 1.055*math.Pow(light, 1/2.4) - 0.055
}

// bt709ToLight is the inverse of the OETF of ITU-R BT.709-6 (item 1.2), which BT.601 and
// BT.2020 share.
func bt709ToLight(v float64) float64 {
	const alpha, beta = 1.09929682680944, 0.018053968510807 // exact: BT.2020-2, note to item 4
	if v < 4.5*beta {
		return v / 4.5
	}
	return math.Pow((v+alpha-1)/alpha, 1/0.45)
}

// smpte240ToLight is the inverse of the curve of SMPTE ST 240, as H.273 defines it.
func smpte240ToLight(v float64) float64 {
	const alpha, beta = 1.111572195921731, 0.022821585529445
	if v < 4*beta {
		return v / 4
	}
	return math.Pow((v+alpha-1)/alpha, 1/0.45)
}

// referenceWhite is the luminance of paper in HDR pictures (ITU-R BT.2408, table 1), in cd/m²;
// it becomes 1. hdrPeak is the luminance that is assumed for the brightest part, in cd/m².
const (
	referenceWhite = 203.0
	hdrPeak        = 1000.0
)

// pqToLight is the EOTF of ITU-R BT.2100-2, table 4.
func pqToLight(v float64) float64 {
	const m1, m2 = 2610.0 / 16384, 2523.0 / 4096 * 128
	const c1, c2, c3 = 3424.0 / 4096, 2413.0 / 4096 * 32, 2392.0 / 4096 * 32
	p := math.Pow(max(v, 0), 1/m2)
	return 10000.0 / referenceWhite * math.Pow(max(p-c1, 0)/(c2-c3*p), 1/m1)
}

// hlgToScene is the inverse of the OETF of ITU-R BT.2100-2, table 5. It returns the light of
// the scene, at most 1.
func hlgToScene(v float64) float64 {
	const a, b, c = 0.17883277, 0.28466892, 0.55991073
	if v <= 0.5 {
		return max(v, 0) * v / 3
	}
	return (math.Exp((v-c)/a) + b) / 12
}

// showHLG returns the light of a display of hdrPeak that shows the scene: the OOTF of BT.2100-2,
// table 5, with the luminance weights of BT.2020.
func showHLG(scene vector) vector {
	luminance := 0.2627*scene[0] + 0.6780*scene[1] + 0.0593*scene[2]
	return scene.scale(hdrPeak / referenceWhite * math.Pow(luminance, 0.2))
}

// compress maps light of at most hdrPeak to at most white, as Chromium does. It applies
// equation 4 of Reinhard et al., "Photographic Tone Reproduction for Digital Images" (2002),
// to the strongest component and scales the others by the same factor, which keeps the hue.
func compress(light vector) vector {
	const brightest = hdrPeak / referenceWhite
	strongest := max(light[0], light[1], light[2], 0)
	return light.scale((1 + strongest/(brightest*brightest)) / (1 + strongest))
}
