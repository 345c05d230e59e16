// Package thumbhash writes the placeholder of a picture in some 25 bytes: its mean colour and its
// lowest frequencies. The format is Evan Wallace's ThumbHash (https://evanw.github.io/thumbhash/),
// which pages decode to show something until the picture has arrived.
package thumbhash

import (
	"image"
	"math"
)

// MaxSide is the longest side, in px, of a picture that Of takes. More pixels are more work for
// the same hash, which leaves out all detail.
const MaxSide = 100

// Lightness has up to longest frequencies along the longer side of a picture, in proportion fewer
// along the other, and at least shortest. The two colour channels have shortest along both.
const (
	longest  = 7
	shortest = 3
)

// Of returns the hash of an opaque picture whose sides are at most MaxSide px.
func Of(img *image.NRGBA) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	alongX, alongY := frequencies(w, h), frequencies(h, w)
	light := newSpectrum(w, h, max(alongX, shortest), max(alongY, shortest))
	yellow, red := newSpectrum(w, h, shortest, shortest), newSpectrum(w, h, shortest, shortest)
	var lights, yellows, reds [MaxSide]float64
	for y := range h {
		row := img.Pix[y*img.Stride:][:4*w]
		for x := range w {
			r, g, b := float64(row[4*x])/255, float64(row[4*x+1])/255, float64(row[4*x+2])/255
			lights[x], yellows[x], reds[x] = (r+g+b)/3, (r+g)/2-b, r-g
		}
		light.add(lights[:w], y)
		yellow.add(yellows[:w], y)
		red.add(reds[:w], y)
	}
	l, p, q := light.channel(), yellow.channel(), red.channel()

	aspect, landscape := alongX, uint(0) // alongY is longest then
	if w > h {
		aspect, landscape = alongY, 1
	}
	head := level(l.mean, 63) | level(0.5+0.5*p.mean, 63)<<6 | level(0.5+0.5*q.mean, 63)<<12 | level(l.scale, 31)<<18
	tail := uint(aspect) | level(p.scale, 63)<<3 | level(q.scale, 63)<<9 | landscape<<15
	hash := []byte{byte(head), byte(head >> 8), byte(head >> 16), byte(tail), byte(tail >> 8)}
	n := 0
	for _, c := range []channel{l, p, q} {
		for _, strength := range c.strengths {
			four := byte(level(strength, 15))
			if n++; n%2 == 1 {
				hash = append(hash, four)
			} else {
				hash[len(hash)-1] |= four << 4
			}
		}
	}
	return hash
}

// frequencies returns how many of lightness there are along a side, given the other one.
func frequencies(side, other int) int {
	return max(1, int(math.Round(longest*float64(side)/float64(max(side, other)))))
}

// level returns v, 0 to 1, as a whole number from 0 to most.
func level(v, most float64) uint { return uint(math.Round(most * min(max(v, 0), 1))) }
