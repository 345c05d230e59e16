package kernel

import "math"

// LightBits is the resolution of light in MatrixTRC: black is 0, white 1<<LightBits. The
// darkest of sRGB's 256 levels are five steps apart.
const LightBits = 14

// MatrixTRC converts RGB by a profile with a matrix and tone reproduction curves (ICC.1:2022,
// F.3): each component to light, then a matrix, then light to components.
type MatrixTRC struct {
	adds [3][256]uint64 // by component and value: what it adds to three sums, a lane each
	code *[1<<LightBits + 1]byte
}

// A value contributes to the light of all three components of the result at once: three lanes
// of 21 bits in a word. Numbers of both signs are offset by mostLight, so that no lane borrows
// from the next; the sum of three is below 1<<20.
const (
	lane      = 21
	laneMask  = 1<<lane - 1
	mostLight = 4 // largest amount, in units of white: four times what the widest colour spaces need
)

// NewMatrixTRC returns a table. adds returns the light that a value of a component, 0 to 2,
// contributes to each component of the result, where 1 is white; code holds the values for
// light.
func NewMatrixTRC(adds func(component int, value byte) [3]float64, code *[1<<LightBits + 1]byte) *MatrixTRC {
	m := &MatrixTRC{code: code}
	for component := range m.adds {
		for value := range m.adds[component] {
			var word uint64
			for i, light := range adds(component, byte(value)) {
				if math.IsNaN(light) {
					light = 0
				}
				counted := min(max(light, -mostLight), mostLight) + mostLight
				word |= uint64(math.Round(counted*(1<<LightBits))) << (lane * i)
			}
			m.adds[component][value] = word
		}
	}
	return m
}

// RGBA converts pixels (4 bytes each) in place and keeps their alpha.
func (m *MatrixTRC) RGBA(pixels []byte) {
	red, green, blue, code := &m.adds[0], &m.adds[1], &m.adds[2], m.code
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		sums := red[pixels[0]] + green[pixels[1]] + blue[pixels[2]]
		pixels[0] = code[level(sums)]
		pixels[1] = code[level(sums>>lane)]
		pixels[2] = code[level(sums>>(2*lane))]
	}
}

// level returns the light in the lowest lane, clamped to black and white.
func level(sums uint64) int {
	return min(max(int(sums&laneMask)-3*mostLight<<LightBits, 0), 1<<LightBits)
}
