package paint

import (
	"image"
	"image/color"

	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// Stamp is a picture with transparency that is painted onto frames. It may be used by many
// goroutines at once.
type Stamp struct {
	w, h     int       // px
	samples  [3][]byte // Y, Cb and Cr of each pixel, row by row
	alpha    []byte    // 255 is opaque
	coloured bool      // whether some visible pixel is not grey
}

// NewStamp returns the Stamp of a picture.
func NewStamp(img *image.NRGBA) *Stamp {
	s := &Stamp{w: img.Rect.Dx(), h: img.Rect.Dy()}
	for i := range s.samples {
		s.samples[i] = make([]byte, s.w*s.h)
	}
	s.alpha = make([]byte, s.w*s.h)
	for y := range s.h {
		row := img.Pix[y*img.Stride:][:4*s.w]
		for x := range s.w {
			at := y*s.w + x
			r, g, b, a := row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]
			s.samples[0][at], s.samples[1][at], s.samples[2][at] = color.RGBToYCbCr(r, g, b)
			s.alpha[at] = a
			s.coloured = s.coloured || a > 0 && (r != g || g != b)
		}
	}
	return s
}

// Size returns the size of the stamp in px.
func (s *Stamp) Size() (w, h int) { return s.w, s.h }

// Paint paints the stamp onto f with its top left corner at the point at (px) and an opacity in
// %, in the picture that f may be a part of. It paints only within f. A grey frame stays grey if the stamp is grey.
func (s *Stamp) Paint(f *frame.Frame, at image.Point, opacity float64) {
	if s.coloured {
		planes.AddChroma(f)
	}
	share := int(opacity/100*256 + 0.5)
	r := image.Rect(at.X, at.Y, at.X+s.w, at.Y+s.h).Intersect(f.Bounds())
	part := f.Bounds()
	for i, plane := range f.Components() {
		stepX, stepY := plane.StepX, plane.StepY
		top := r.Min.Y / stepY
		for y := top; y*stepY < r.Max.Y; y++ {
			if plane.Ended(y - top) {
				return
			}
			row, left := plane.Row(y-part.Min.Y/stepY), part.Min.X/stepX
			if stepX == 1 && stepY == 1 {
				from := (y-at.Y)*s.w - at.X
				blend(row[r.Min.X-left:r.Max.X-left], s.samples[i][from+r.Min.X:], s.alpha[from+r.Min.X:], share)
				continue
			}
			for x := r.Min.X / stepX; x*stepX < r.Max.X; x++ {
				cell := image.Rect(x*stepX, y*stepY, min((x+1)*stepX, part.Max.X), min((y+1)*stepY, part.Max.Y))
				ink, alphas := s.mean(i, cell.Intersect(r).Sub(at))
				row[x-left] = mix(row[x-left], ink, alphas*share/(255*cell.Dx()*cell.Dy()))
			}
		}
	}
}

// blend mixes samples into a row, each weighted by its alpha times share/256.
func blend(row, samples, alpha []byte, share int) {
	samples, alpha = samples[:len(row)], alpha[:len(row)]
	for x := range row {
		row[x] = mix(row[x], int(samples[x]), int(alpha[x])*share/255)
	}
}

// mix moves a sample share/256 of the way towards ink.
func mix(sample byte, ink, share int) byte {
	return byte((int(sample)*(256-share) + ink*share + 128) >> 8)
}

// mean returns the mean sample of a plane over the pixels of cell, weighted by their alpha, and
// the sum of the alphas.
func (s *Stamp) mean(plane int, cell image.Rectangle) (sample, alphas int) {
	sum := 0
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for x := cell.Min.X; x < cell.Max.X; x++ {
			a := int(s.alpha[y*s.w+x])
			sum += a * int(s.samples[plane][y*s.w+x])
			alphas += a
		}
	}
	if alphas == 0 {
		return 0, 0
	}
	return (sum + alphas/2) / alphas, alphas
}
