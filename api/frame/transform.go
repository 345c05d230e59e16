package frame

import (
	"image"

	"framepost/api/kernel"
)

// Transform crops, turns and resizes the frame in one pass over each plane. A frame that is
// resized gets 4:2:0 chroma. One that is only cropped or turned keeps its sampling, except that
// transposing exchanges 4:2:2 and 4:4:0, and makes 4:1:1 and 4:1:0 4:2:0, since Sampling has no
// value for their transposes.
//
// Chroma keeps its position relative to luma, to a fraction of a sample, with the samples
// centred as in JFIF. So a crop at odd px, or mirroring an odd size, interpolates chroma where
// luma only moves.
//
// Of a frame that is a part of a picture, g is about that picture: the frame becomes the part
// of the result that its own samples make, which may be empty.
//
// It panics unless the crop is a non-empty part of the picture and W and H are positive.
func (f *Frame) Transform(g Geometry) {
	f.Planes()
	w, h := f.Whole()
	if g.Turn == Upright && !g.scales() && !g.crops(w, h) && f.reduced <= 1 {
		return
	}
	if g.Crop.Empty() || !g.Crop.In(image.Rect(0, 0, w, h)) || g.W <= 0 || g.H <= 0 {
		panic("frame: no such geometry")
	}
	s := f.sampling.after(g)
	if f.IsPart() {
		f.resamplePart(g, s)
		return
	}
	f.resample(g, s)
}

// after returns the sampling that a frame has after g.
func (s Sampling) after(g Geometry) Sampling {
	switch {
	case s == Gray:
		return Gray
	case g.scales():
		return YUV420
	case g.Turn&Transpose == 0:
		return s
	}
	x, y := s.Step()
	for t, step := range steps {
		if step == [2]int{y, x} {
			return Sampling(t)
		}
	}
	return YUV420
}

// resample replaces the planes by those of the picture after g, with sampling s.
func (f *Frame) resample(g Geometry, s Sampling) {
	to := New(g.W, g.H, s)
	for i, from := range f.Components() {
		g.plane(to.component(i), from)
	}
	to.Faces = g.moveAll(f.Faces)
	to.Boxes = g.moveBoxes(f.Boxes)
	f.Become(to)
}

// plane writes one component of the result, from that of the source.
func (g Geometry) plane(to, from Component) {
	x, y := g.axes(from.StepX, from.StepY, to.StepX, to.StepY)
	if g.Turn&Transpose == 0 {
		kernel.Resize(to.Plane, from.Plane, x, y, g.Scaling)
		return
	}
	scaled, memory := kernel.Plane{W: x.Len, H: y.Len, Ctx: from.Ctx}.Scratch()
	defer memory.Release()
	kernel.Resize(scaled, from.Plane, x, y, g.Scaling)
	kernel.Transpose(to.Plane, scaled)
}

// axes returns how g maps the planes that have a sample for every fromX×fromY px of the source
// and every toX×toY px of the result. Where g transposes, that comes last: the axes are those
// of a result that is still transposed.
func (g Geometry) axes(fromX, fromY, toX, toY int) (x, y kernel.Axis) {
	w, h := g.W, g.H
	flipX, flipY := g.Turn&FlipX != 0, g.Turn&FlipY != 0
	if g.Turn&Transpose != 0 {
		w, h, toX, toY, flipX, flipY = h, w, toY, toX, flipY, flipX
	}
	return axis(g.Crop.Min.X, g.Crop.Max.X, w, flipX, fromX, toX), axis(g.Crop.Min.Y, g.Crop.Max.Y, h, flipY, fromY, toY)
}

// axis maps px lo to hi of the frame to n px of the result, for planes with a sample for every
// from px of the frame and every to px of the result. Px u of the result is px
// lo + u·(hi-lo)/n of the frame, or hi - u·(hi-lo)/n if flipped.
func axis(lo, hi, n int, flip bool, from, to int) kernel.Axis {
	a := kernel.Axis{
		Len: (n + to - 1) / to, Lo: lo / from, Hi: (hi + from - 1) / from,
		Start: int64(lo) * int64(n), Step: int64(hi-lo) * int64(to), Unit: int64(n) * int64(from),
	}
	if flip {
		a.Start, a.Step = int64(hi)*int64(n), -a.Step
	}
	return a
}
