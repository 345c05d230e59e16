package main

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"

	"framepost/public"
)

// stampIn writes a picture for the operation overlay into a directory: the page's icon, cut to
// a circle.
func stampIn(dir string) error {
	icon, err := public.Files.Open("icon-192.png")
	if err != nil {
		return err
	}
	defer icon.Close()
	square, err := png.Decode(icon)
	if err != nil {
		return err
	}
	b := square.Bounds()
	radius := float64(b.Dx()) / 2
	round := image.NewNRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := color.NRGBAModel.Convert(square.At(x, y)).(color.NRGBA)
			inside := radius - math.Hypot(float64(x)+0.5-radius, float64(y)+0.5-radius)
			c.A = byte(255 * min(max(inside, 0), 1)) // the edge is soft
			round.SetNRGBA(x, y, c)
		}
	}
	file, err := os.Create(filepath.Join(dir, "framepost.png"))
	if err != nil {
		return err
	}
	defer file.Close()
	return png.Encode(file, round)
}
