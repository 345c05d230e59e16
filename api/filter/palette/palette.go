// Package palette finds the dominant colours of a picture by k-means clustering in Oklab. The
// clusters begin as those of a variance-based split and not at random, so that the same picture
// has the same palette each time (M. E. Celebi, "Improving the performance of k-means for color
// quantization", 2011, which found such beginnings to be among the best).
package palette

import (
	"cmp"
	"image"
	"slices"
	"sync"
)

// Colour is a dominant colour.
type Colour struct {
	R, G, B byte    // in sRGB
	Share   float64 // of the pixels that are closer to this colour than to the others, 0 to 1
}

// MaxPixels is how many pixels a picture that Of gets may have.
const MaxPixels = 48 * 48

// Of returns the most dominant colours of an opaque picture, at most n of them, the one with the
// largest share first. There are fewer if the picture has fewer colours.
func Of(img *image.NRGBA, n int) []Colour {
	c := clusterings.Get().(*clustering)
	defer clusterings.Put(c)
	c.read(img)
	c.split(n)
	c.settle()
	var colours []Colour
	for _, own := range c.clusters {
		if own.count > 0 {
			r, g, b := own.mean.rgb()
			colours = append(colours, Colour{r, g, b, float64(own.count) / float64(len(c.pixels))})
		}
	}
	slices.SortStableFunc(colours, func(a, b Colour) int { return cmp.Compare(b.Share, a.Share) })
	return colours
}

var clusterings = sync.Pool{New: func() any {
	return &clustering{pixels: make([]lab, 0, MaxPixels), of: make([]uint8, 0, MaxPixels)}
}}

func (c *clustering) read(img *image.NRGBA) {
	c.pixels, c.of = c.pixels[:0], c.of[:0]
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for ; len(row) > 0; row = row[4:] {
			c.pixels = append(c.pixels, labOf(row[0], row[1], row[2]))
			c.of = append(c.of, 0)
		}
	}
}
