package jpeg

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"framepost/api/frame"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	dots "golang.org/x/image/math/fixed"
)

// drawn are pictures that no camera took, at (x, y) in heights of the picture. A sample says
// little about them: where it falls, there is an edge or nothing.
var drawn = map[string]func(x, y float64) color.NRGBA{
	"flat": func(x, y float64) color.NRGBA {
		switch {
		case math.Hypot(x-0.4, y-0.4) < 0.25:
			return color.NRGBA{200, 30, 40, 255}
		case x > 0.7 && x < 1.2 && y > 0.3 && y < 0.9:
			return color.NRGBA{20, 60, 160, 255}
		case y > 0.95-0.3*x:
			return color.NRGBA{30, 140, 60, 255}
		}
		return color.NRGBA{240, 240, 230, 255}
	},
	"gradient": func(x, y float64) color.NRGBA {
		return color.NRGBA{uint8(190 * x), uint8(255 * y), uint8(255 - 190*x), 255}
	},
	"rings": func(x, y float64) color.NRGBA {
		r := math.Hypot(x-0.66, y-0.5)
		v := uint8(128 + 127*math.Sin(300*r*r))
		return color.NRGBA{v, v, v, 255}
	},
	"check": func(x, y float64) color.NRGBA {
		v := uint8(255 * ((int(40*x) + int(40*y)) % 2))
		return color.NRGBA{v, v, v, 255}
	},
	"a card": func(x, y float64) color.NRGBA { // bars, a ramp and rings, each with a part
		v := uint8(128 + 100*math.Sin(400*math.Pow(math.Hypot(x-0.66, y-0.85), 2)))
		switch {
		case y < 0.6:
			bar := int(6 * x)
			return color.NRGBA{uint8(bar & 1 * 191), uint8(bar >> 1 & 1 * 191), uint8(bar >> 2 & 1 * 191), 255}
		case y < 0.7:
			v = uint8(190 * x)
		}
		return color.NRGBA{v, v, v, 255}
	},
}

// drawings are drawn and text, of 4:3 and the given width.
func drawings(w int) map[string]*frame.Frame {
	h := w * 3 / 4
	frames := map[string]*frame.Frame{}
	for name, at := range drawn {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				img.SetNRGBA(x, y, at(float64(x)/float64(h), float64(y)/float64(h)))
			}
		}
		frames[name] = frame.OfNRGBA(img)
	}
	text := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(text, text.Bounds(), image.White, image.Point{}, draw.Src)
	for y := 20; y < h; y += 16 {
		line := font.Drawer{Dst: text, Src: image.Black, Face: basicfont.Face7x13, Dot: dots.P(10, y)}
		if y/16%7 > 0 { // a paragraph
			line.DrawString("The quick brown fox jumps over the lazy dog, and the five boxing wizards jump past it."[:50+y%37])
		}
	}
	frames["text"] = frame.OfNRGBA(text)
	return frames
}

// Of drawings, as of photos, nine tenths of the bytes are used and Encode has nothing better within
// them.
func TestEncodeWithinUsesItsBytesOfDrawings(t *testing.T) {
	const limits = 12
	for _, w := range []int{200, 320, 700} {
		for name, f := range drawings(w) {
			var u use
			coarse, fine := float64(len(encode(f, 22))), float64(len(encode(f, 97)))
			for n := range limits {
				limit := int(coarse * math.Pow(fine/coarse, float64(n)/(limits-1)))
				data, quality, err := fitted(t, f, limit, 100)
				if err != nil || quality == 100 {
					continue
				}
				u.add(t, f, limit)
				if plain := len(encode(f, quality+1)); plain <= limit {
					t.Errorf("%s, width %d, limit %d: quality %d, but without codes of its own %d takes %d", name, w, limit, quality, quality+1, plain)
				}
				if fewest := limit * 9 / 10; len(data) < fewest && reachable(t, f, fewest, limit) {
					t.Errorf("%s, width %d, limit %d: only %d bytes are used", name, w, limit, len(data))
				}
			}
			f.Release()
			u.check(t, name, limits/2)
		}
	}
}

// reachable reports whether at one of many scales f takes that many bytes. Where a step of one entry
// of the tables changes all blocks alike, there may be none.
func reachable(t *testing.T, f *frame.Frame, least, most int) bool {
	e := encoders.Get().(*encoder)
	defer e.release()
	defer e.within.tokens.release()
	e.set(f)
	e.setTokens()
	for percent := 1.0; percent < percentOf(leastQuality); percent *= 1.005 {
		size, err := e.count(context.Background(), percent)
		if err != nil {
			t.Fatal(err)
		}
		if size >= least && size <= most {
			t.Logf("scale %.2f takes %d", percent, size)
			return true
		}
	}
	return false
}
