package frame

import "image"

// Part is a rectangle of a W×H px picture.
type Part struct {
	At   image.Rectangle // px
	W, H int             // px
}

// IsWhole reports whether the part is all of its picture.
func (p Part) IsWhole() bool { return p.At == image.Rect(0, 0, p.W, p.H) }

// Cut declares that the frame, whose size is that of p.At, is only that part of a picture. The
// frame is cut down to the samples that are right whatever surrounds it. From then on its
// samples stay those that the whole picture would have there: see Transform and Inset. The
// corner p.At.Min must be at a multiple of what a chroma sample covers; if the frame was decoded
// smaller, of what an MCU covers.
func (f *Frame) Cut(p Part) {
	if p.IsWhole() {
		return
	}
	f.part = p
	f.keep(p.At)
}

// IsPart reports whether the frame is only a part of a picture.
func (f *Frame) IsPart() bool { return f.part.W > 0 }

// Whole returns the size, in px, of the picture that the frame is a part of: its own, if it is
// no part.
func (f *Frame) Whole() (w, h int) {
	if f.IsPart() {
		return f.part.W, f.part.H
	}
	return f.W, f.H
}

// Bounds returns where the frame lies in its picture, in px. Its corners are at even px or at
// the picture's edges, and no chroma sample reaches beyond them.
func (f *Frame) Bounds() image.Rectangle {
	if f.IsPart() {
		return f.part.At
	}
	return image.Rect(0, 0, f.W, f.H)
}

// Inset leaves out all samples of a part that are less than reach px from one of its edges that
// is not the picture's. An operation whose result depends on what is so near is right on the
// rest. Bounds are empty if nothing is left.
func (f *Frame) Inset(reach int) {
	if !f.IsPart() {
		return
	}
	r, whole := f.part.At, image.Rect(0, 0, f.part.W, f.part.H)
	if r.Min.X > whole.Min.X {
		r.Min.X += reach
	}
	if r.Min.Y > whole.Min.Y {
		r.Min.Y += reach
	}
	if r.Max.X < whole.Max.X {
		r.Max.X -= reach
	}
	if r.Max.Y < whole.Max.Y {
		r.Max.Y -= reach
	}
	f.keep(r)
}

// keep cuts a part down to what lies within r, in px of its picture.
func (f *Frame) keep(r image.Rectangle) {
	stepX, stepY := f.cell()
	r = inward(r.Intersect(f.part.At), stepX, stepY, f.part.W, f.part.H)
	from := f.part.At.Min
	if f.part.At = r; r.Empty() {
		return
	}
	f.W, f.H = r.Dx(), r.Dy()
	if f.nrgba != nil {
		f.nrgba = window(f.nrgba, r.Sub(from), max(f.reduced, 1))
		return
	}
	for i, c := range f.Components() {
		p := &f.planes[i]
		left, top := (r.Min.X-from.X)/c.StepX, (r.Min.Y-from.Y)/c.StepY
		p.W, p.H = (f.W+c.StepX-1)/c.StepX, (f.H+c.StepY-1)/c.StepY
		p.Pix = p.Pix[top*p.Stride+left:]
	}
}

// window returns the part r of a picture, in px of one that is by times as large.
func window(img *image.NRGBA, r image.Rectangle, by int) *image.NRGBA {
	w, h := (r.Dx()+by-1)/by, (r.Dy()+by-1)/by
	return &image.NRGBA{Pix: img.Pix[r.Min.Y/by*img.Stride+r.Min.X/by*4:], Stride: img.Stride, Rect: image.Rect(0, 0, w, h)}
}

// cell returns how many px wide and high the squares are that a part consists of: those that a
// chroma sample covers, and at least 2×2, for a conversion from NRGBA and an operation that
// colours a grey frame make 4:2:0. Of a frame that was decoded smaller they are those of 8×8
// chroma samples: the samples of a block that is decoded smaller depend on all of the block.
func (f *Frame) cell() (w, h int) {
	w, h = 2, 2
	if f.nrgba == nil && f.sampling != Gray {
		stepX, stepY := f.sampling.Step()
		w, h = max(w, stepX), max(h, stepY)
	}
	if f.reduced > 1 {
		w, h = 8*w, 8*h
	}
	return w, h
}

// inward returns the largest rectangle within r that consists of whole stepX×stepY squares of a
// w×h picture, whose last ones are cut off at its edges.
func inward(r image.Rectangle, stepX, stepY, w, h int) image.Rectangle {
	up := func(v, step int) int { return (v + step - 1) / step * step }
	r.Min.X, r.Min.Y = up(r.Min.X, stepX), up(r.Min.Y, stepY)
	if r.Max.X < w {
		r.Max.X = r.Max.X / stepX * stepX
	}
	if r.Max.Y < h {
		r.Max.Y = r.Max.Y / stepY * stepY
	}
	if r.Empty() {
		return image.Rectangle{}
	}
	return r
}
