package pipeline

import (
	"context"
	"image"
	"image/color"
	"math"
	"sync"

	"framepost/api/frame"
	"framepost/api/jpeg"
)

// The test card's size in px.
const (
	cardW = 640
	cardH = 480
)

// TestCard returns a JPEG to try a chain on without a camera: colour bars, a grey ramp, rings
// whose pitch falls from 24 to 4 px to show resizing and sharpness, and the letter F, which
// every turn and mirror changes. The bytes are shared and must not be changed.
var TestCard = sync.OnceValue(func() []byte { return drawCard(cardPixel) })

// sweepSteps is how many pictures the sweep takes from the left edge to the right.
const sweepSteps = 40

// sweeps are the pictures of one pass, each drawn when it is first asked for.
var sweeps = func() (pictures [sweepSteps]func() []byte) {
	for step := range pictures {
		pictures[step] = sync.OnceValue(func() []byte {
			const width = cardW / sweepSteps
			return drawCard(func(x, y int) color.NRGBA {
				if y >= bandTop && y < bandBottom && x/width == step {
					return color.NRGBA{255, 255, 255, 255}
				}
				return cardPixel(x, y)
			})
		})
	}
	return pictures
}()

// MovingCard returns picture n of a film of the test card, n from 0 on: a white bar moves over
// the dark band, from left to right and again. The bytes are shared and must not be changed.
func MovingCard(n int) []byte { return sweeps[n%sweepSteps]() }

// drawCard returns a JPEG of cardW×cardH px.
func drawCard(pixel func(x, y int) color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, cardW, cardH))
	for y := range cardH {
		for x := range cardW {
			img.SetNRGBA(x, y, pixel(x, y))
		}
	}
	f := frame.OfNRGBA(img)
	defer f.Release()
	encoded, _ := jpeg.Encode(context.Background(), f, 92) // which never ends
	defer encoded.Release()
	return append([]byte(nil), encoded.Bytes...)
}

// bars are the colours of the classic test card at three quarters of full strength.
var bars = [8]color.NRGBA{
	{191, 191, 191, 255}, {191, 191, 0, 255}, {0, 191, 191, 255}, {0, 191, 0, 255},
	{191, 0, 191, 255}, {191, 0, 0, 255}, {0, 0, 191, 255}, {16, 16, 16, 255},
}

// Rows of the dark band below the bars.
const bandTop, bandBottom = 300, 400

func cardPixel(x, y int) color.NRGBA {
	switch {
	case inF(x-40, y-60):
		return color.NRGBA{255, 255, 255, 255}
	case y < bandTop:
		return rings(x, y, bars[x*len(bars)/cardW])
	case y < bandBottom:
		return color.NRGBA{24, 40, 72, 255}
	default:
		ramp := uint8(x * 255 / (cardW - 1))
		return color.NRGBA{ramp, ramp, ramp, 255}
	}
}

// inF reports whether a point, relative to the letter's corner, lies in the letter F of 90×150 px.
func inF(x, y int) bool {
	stem := x >= 0 && x < 30 && y >= 0 && y < 150
	upper := x >= 0 && x < 90 && y >= 0 && y < 30
	lower := x >= 0 && x < 70 && y >= 60 && y < 90
	return stem || upper || lower
}

// rings darkens a colour in circles around the right half of the bars.
func rings(x, y int, c color.NRGBA) color.NRGBA {
	const radius = 120
	r := math.Hypot(float64(x)-480, float64(y)-150)
	if r >= radius {
		return c
	}
	pitch := 24 - 20*r/radius
	shade := 0.5 + 0.5*math.Cos(2*math.Pi*r/pitch)
	level := uint8(255 * shade)
	return color.NRGBA{level, level, level, 255}
}
