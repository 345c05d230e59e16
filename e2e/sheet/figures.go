package main

import (
	"image"
	"image/color"
	"image/draw"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// caption returns the title of a cell with the figures that its chain has measured.
func caption(title string, f wire.Figures) string {
	switch {
	case f.Sharpness != nil:
		return title + ": " + strconv.FormatFloat(*f.Sharpness, 'f', 0, 64)
	case f.Brightness != nil:
		return title + ": " + strconv.FormatFloat(*f.Brightness, 'f', 0, 64) + " %"
	}
	return title
}

// swatches draws a palette along the bottom of a picture in a cell, each colour as wide as its share.
func swatches(sheet draw.Image, cell image.Rectangle, palette []wire.Swatch) {
	const height = 28
	x, total := float64(cell.Min.X), 0.0
	for _, s := range palette {
		total += s.Share
	}
	for _, s := range palette {
		width := float64(cell.Dx()) * s.Share / total
		n, err := strconv.ParseUint(strings.TrimPrefix(s.Colour, "#"), 16, 24)
		if err != nil {
			panic(err) // the pipeline has written it
		}
		ink := image.NewUniform(color.RGBA{R: byte(n >> 16), G: byte(n >> 8), B: byte(n), A: 255})
		draw.Draw(sheet, image.Rect(int(x+0.5), cell.Max.Y-height, int(x+width+0.5), cell.Max.Y), ink, image.Point{}, draw.Src)
		x += width
	}
}
