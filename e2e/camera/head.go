package camera

import (
	"image"
	"math"
	"math/rand/v2"
)

// head draws a person before a wall: an ellipse with texture, of a quarter of the picture's area,
// that sways by a few pixels and is back where it began when the film repeats.
type head struct {
	width, height, frames int
	random                *rand.Rand
}

// Sway of the head, in picture widths, and the standard deviation of the noise.
const (
	sway  = 0.012
	sigma = 2
)

func newHead(width, height, frames int) *head {
	return &head{width: width, height: height, frames: frames, random: rand.New(rand.NewPCG(3, 4))}
}

// draw paints frame n into img, which is 4:2:0 and has the film's size.
func (h *head) draw(img *image.YCbCr, n int) {
	turn := 2 * math.Pi * float64(n) / float64(h.frames)
	dx := sway * float64(h.width) * math.Sin(4*turn)
	dy := sway * float64(h.width) / 2 * math.Sin(6*turn)
	// An ellipse has π/4 of its bounding box, so this one has a quarter of the picture.
	side := math.Sqrt(1 / math.Pi)
	a, b := side*float64(h.width)/2, side*float64(h.height)/2
	for y := range h.height {
		for x := range h.width {
			fx, fy := float64(x)-dx, float64(y)-dy
			u, v := (fx-float64(h.width)/2)/a, (fy-float64(h.height)*0.55)/b
			luma, cb, cr := 150+40*(valueNoise(float64(x)/24, float64(y)/24, 64)-0.5), 124.0, 126.0
			if u*u+v*v < 1 {
				luma, cb, cr = 120+70*(valueNoise(fx/7+64, fy/7+64, 256)-0.5), 112, 148
			}
			luma += sigma * h.random.NormFloat64()
			img.Y[img.YOffset(x, y)] = uint8(max(black, min(white, luma+0.5)))
			if x%2 == 0 && y%2 == 0 {
				i := img.COffset(x, y)
				img.Cb[i], img.Cr[i] = uint8(cb), uint8(cr)
			}
		}
	}
}
