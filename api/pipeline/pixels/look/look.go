// Package look has what a look is compared by: generated pictures, the chains to run on them, and
// the table of what comes out. It is for tests: the server's kernels, plain ones and WebAssembly,
// under Node and in a browser, must all print the same table.
package look

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"math/rand/v2"
	"slices"

	"framepost/api/pipeline/pixels"
	"framepost/api/wire"
	"framepost/configs"
)

// sizes are those of the pictures, in px: odd ones, some that blocks of 8 and 16 divide. Most are
// wide, since many chains make them 700 px wide, and WebAssembly takes its time.
var sizes = [][2]int{
	{1, 1}, {2, 1}, {3, 2}, {17, 5}, {16, 16}, {64, 16}, {31, 7}, {96, 24}, {160, 40}, {161, 41},
	{60, 70}, {240, 33}, {128, 32}, {97, 23}, {200, 50}, {100, 25}, {320, 9}, {64, 12}, {199, 149}, {90, 21},
}

// Pictures returns 20 pictures: gradients, noise, edges, a few flat colours, grey ones.
func Pictures() (all []pixels.Picture) {
	for i, size := range sizes {
		all = append(all, picture(i, size[0], size[1]))
	}
	return all
}

func picture(kind, w, h int) pixels.Picture {
	rnd := rand.New(rand.NewPCG(uint64(kind), 17))
	p := pixels.Picture{W: w, H: h, Pix: make([]byte, 0, 4*w*h)}
	for y := range h {
		for x := range w {
			u, v := (2*x+1)*128/w, (2*y+1)*128/h // 0 to 255, in whole numbers
			var r, g, b int
			switch kind % 5 {
			case 0: // a smooth slope with a sensor's noise
				r, g, b = 40+u/2+rnd.IntN(12), 60+v/2+rnd.IntN(12), 200-(u+v)/3+rnd.IntN(12)
			case 1: // saturated bars with a disc
				r, g, b = u/32%2*255, u/64%2*255, u/128*255
				if (u-128)*(u-128)+(v-96)*(v-96) < 3600 {
					r, g, b = 230, 190, 160
				}
			case 2: // noise
				r, g, b = rnd.IntN(256), rnd.IntN(256), rnd.IntN(256)
			case 3: // checks, dark
				r = 20 + (x/8+y/8)%2*60
				g, b = r, r/2
			case 4: // grey rings
				r = (u*u + v*v) >> 6 & 255
				g, b = r, r
			}
			p.Pix = append(p.Pix, byte(min(r, 255)), byte(min(g, 255)), byte(max(b, 0)), 255)
		}
	}
	return p
}

// Chains returns the chains: every operation with its defaults and with each of its choices, every
// preset, and some whose operations become one pass.
func Chains(operations []wire.Op, presets []configs.Preset) []string {
	chains := []string{"", "resize:50,rotate:90,crop", "gamma:1.5,contrast:20,invert,resize:100",
		"mirror,resize:90:120:cover:gravity=right", "resize:120:90:cover:gravity=faces", "resize:90:120:cover:gravity=energy"}
	for _, op := range operations {
		chains = append(chains, op.Name)
		for _, param := range op.Params {
			for _, choice := range param.Choices {
				chains = append(chains, op.Name+":"+param.Name+"="+choice)
			}
		}
	}
	for _, preset := range presets {
		chains = append(chains, preset.Chain)
	}
	slices.Sort(chains)
	return slices.Compact(chains)
}

// Line is a line of the table: what a chain makes of all pictures. It has the sizes of the
// answers and their pixels, and, but in a browser, which does not get them, their planes.
type Line struct{ pixels, planes hash.Hash }

// NewLine returns the line of a chain before the first picture.
func NewLine() Line { return Line{sha256.New(), sha256.New()} }

// Add adds the answer to the next picture.
func (l Line) Add(a pixels.Answer) {
	l.AddPixels(a.W, a.H, Pixels(a))
	for _, plane := range a.Planes() {
		for y := range plane.H {
			l.planes.Write(plane.Row(y))
		}
	}
}

// AddPixels adds the pixels of the answer to the next picture.
func (l Line) AddPixels(w, h int, rgba []byte) {
	l.pixels.Write([]byte(wire.FormatSize(w, h)))
	l.pixels.Write(rgba)
}

// Pixels returns the first half of the line, without the chain.
func (l Line) Pixels() string { return short(l.pixels) }

// Planes returns its second half.
func (l Line) Planes() string { return short(l.planes) }

// Sum returns the sum of a whole table.
func Sum(table []byte) string {
	sum := sha256.Sum256(table)
	return hex.EncodeToString(sum[:12])
}

func short(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)[:12]) }

// Pixels returns all pixels of an answer.
func Pixels(a pixels.Answer) []byte {
	var all bytes.Buffer
	buffer := make([]byte, 4*a.W)
	for y := range a.H {
		all.Write(a.Row(buffer, y))
	}
	return all.Bytes()
}
