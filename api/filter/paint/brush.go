package paint

import (
	"image"
	"image/color"

	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// Brush paints one colour onto the planes of a frame.
type Brush struct {
	frame   *frame.Frame
	ink     [3]byte
	opacity int // 0–256
}

// NewBrush returns a brush for f with an opacity in %. It adds chroma to a grey frame if c is not
// grey.
func NewBrush(f *frame.Frame, c color.RGBA, opacity float64) Brush {
	if !IsGrey(c) {
		planes.AddChroma(f)
	}
	return Brush{frame: f, ink: YCbCr(c), opacity: int(opacity/100*256 + 0.5)}
}

// Rect paints the part of a rectangle that lies within the frame, in px of the picture that the
// frame may be a part of.
func (b Brush) Rect(r image.Rectangle) {
	r = r.Intersect(b.frame.Bounds())
	if r.Empty() {
		return
	}
	b.cover(r, func(cell image.Rectangle) int {
		cell = cell.Intersect(r)
		return 255 * cell.Dx() * cell.Dy()
	})
}

// Mask paints where mask is opaque, with the top left corner of mask at the point at (px). It
// paints only within the frame.
func (b Brush) Mask(at image.Point, mask *image.Alpha) {
	shift := at.Sub(mask.Rect.Min)
	r := mask.Rect.Add(shift).Intersect(b.frame.Bounds())
	b.cover(r, func(cell image.Rectangle) (sum int) {
		cell = cell.Intersect(r).Sub(shift)
		for y := cell.Min.Y; y < cell.Max.Y; y++ {
			for x := cell.Min.X; x < cell.Max.X; x++ {
				sum += int(mask.Pix[mask.PixOffset(x, y)])
			}
		}
		return sum
	})
}

// cover paints the samples of each plane that lie in r (px), in proportion to their coverage. The
// function coverage returns the sum over the pixels of a cell, 255 for each covered pixel.
func (b Brush) cover(r image.Rectangle, coverage func(cell image.Rectangle) int) {
	part := b.frame.Bounds()
	for i, plane := range b.frame.Components() {
		stepX, stepY := plane.StepX, plane.StepY
		top := r.Min.Y / stepY
		for y := top; y*stepY < r.Max.Y; y++ {
			if plane.Ended(y - top) {
				return
			}
			row, left := plane.Row(y-part.Min.Y/stepY), part.Min.X/stepX
			for x := r.Min.X / stepX; x*stepX < r.Max.X; x++ {
				cell := image.Rect(x*stepX, y*stepY, (x+1)*stepX, (y+1)*stepY).Intersect(part)
				share := coverage(cell) * b.opacity / (255 * cell.Dx() * cell.Dy())
				row[x-left] = mix(row[x-left], int(b.ink[i]), share)
			}
		}
	}
}
