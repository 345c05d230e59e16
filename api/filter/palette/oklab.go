package palette

import (
	"math"

	"framepost/api/filter"
)

// lab is a colour in Oklab: lightness, green to red, blue to yellow. Distances in it are about
// those that people see, which distances in sRGB are not (B. Ottosson, "A perceptual color space
// for image processing", 2020, from which the matrices are).
type lab [3]float64

// linear is the light of an sRGB value, 0 to 1 (IEC 61966-2-1).
var linear = func() (table [256]float64) {
	for v := range table {
		c := float64(v) / 255
		if table[v] = c / 12.92; c > 0.04045 {
			table[v] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return table
}()

func labOf(r8, g8, b8 byte) lab {
	r, g, b := linear[r8], linear[g8], linear[b8]
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return lab{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// rgb returns the sRGB values, clamped where the colour is outside of sRGB.
func (c lab) rgb() (r, g, b byte) {
	cube := func(v float64) float64 { return v * v * v }
	l := cube(c[0] + 0.3963377774*c[1] + 0.2158037573*c[2])
	m := cube(c[0] - 0.1055613458*c[1] - 0.0638541728*c[2])
	s := cube(c[0] - 0.0894841775*c[1] - 1.2914855480*c[2])
	return coded(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		coded(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		coded(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s)
}

// coded returns the sRGB value of a light.
func coded(light float64) byte {
	if light <= 0.0031308 {
		return filter.Round(255 * 12.92 * light)
	}
	return filter.Round(255 * (1.055*math.Pow(light, 1/2.4) - 0.055))
}

// distance returns the square of the distance of two colours.
func (c lab) distance(d lab) float64 {
	l, a, b := c[0]-d[0], c[1]-d[1], c[2]-d[2]
	return l*l + a*a + b*b
}
