package look

import (
	"strconv"

	"framepost/api/wire"
)

// Align returns the transform, in CSS, that lays the picture of a frame over its answer, so that
// each place of the frame is where the answer shows it. It is for an element that has the box of
// the answer, whose width is ratio times its height, about the corner at the top left. back maps
// places of the answer to those of the frame.
func Align(back wire.Affine, ratio float64) string {
	m := back.Inverse()
	number := func(n float64) string { return strconv.FormatFloat(n, 'f', 5, 64) }
	// matrix() is in px, so the shares of the sides are scaled by them.
	return "translate(" + number(100*m.E) + "%," + number(100*m.F) + "%) matrix(" + number(m.A) + "," + number(m.B/ratio) + "," +
		number(m.C*ratio) + "," + number(m.D) + ",0,0)"
}
