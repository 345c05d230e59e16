package paint

import (
	"image"
	"strings"
)

// Positions are the choices of a parameter for a position in the picture.
var Positions = []string{"top-left", "top", "top-right", "left", "centre", "right", "bottom-left", "bottom", "bottom-right"}

// Place returns the top left corner of a w×h box in a picture, margin px away from the picture's
// edges if there is room. All lengths are in px.
func Place(position string, pictureW, pictureH, w, h, margin int) image.Point {
	at := image.Pt((pictureW-w)/2, (pictureH-h)/2)
	switch {
	case strings.HasSuffix(position, "left"):
		at.X = min(margin, at.X)
	case strings.HasSuffix(position, "right"):
		at.X = max(pictureW-w-margin, at.X)
	}
	switch {
	case strings.HasPrefix(position, "top"):
		at.Y = min(margin, at.Y)
	case strings.HasPrefix(position, "bottom"):
		at.Y = max(pictureH-h-margin, at.Y)
	}
	return at
}
