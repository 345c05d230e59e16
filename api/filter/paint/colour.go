package paint

import (
	"image/color"

	"framepost/api/filter"
)

// RGB returns the colour of channels 0–255, rounded and clamped.
func RGB(r, g, b float64) color.RGBA {
	return color.RGBA{R: filter.Round(r), G: filter.Round(g), B: filter.Round(b), A: 255}
}

// YCbCr returns the samples of a colour in the three planes.
func YCbCr(c color.RGBA) (samples [3]byte) {
	samples[0], samples[1], samples[2] = color.RGBToYCbCr(c.R, c.G, c.B)
	return samples
}

// IsGrey reports whether a frame without chroma can show a colour.
func IsGrey(c color.RGBA) bool { return c.R == c.G && c.G == c.B }
