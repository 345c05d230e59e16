package frame

import (
	"image"

	"framepost/api/kernel"
)

// resamplePart replaces a part of a picture by the part of the picture after g that its samples
// make. Every sample is the one that resample makes of the whole picture. If no sample is made
// of this part alone, Bounds are empty.
func (f *Frame) resamplePart(g Geometry, s Sampling) {
	r := f.after(g, s)
	if r.Empty() {
		f.part.At = r
		return
	}
	to := New(r.Dx(), r.Dy(), s)
	to.part = Part{At: r, W: g.W, H: g.H}
	for i, from := range f.Components() {
		c := to.component(i)
		at := image.Rect(r.Min.X/c.StepX, r.Min.Y/c.StepY, (r.Max.X+c.StepX-1)/c.StepX, (r.Max.Y+c.StepY-1)/c.StepY)
		g.planePart(c, from, f.part.At.Min, at)
	}
	f.Become(to)
}

// after returns the part of the picture after g, with sampling s, that the samples of f make, in
// px.
func (f *Frame) after(g Geometry, s Sampling) image.Rectangle {
	r := image.Rect(0, 0, g.W, g.H)
	cellX, cellY := 2, 2
	for i, from := range f.Components() {
		toX, toY := 1, 1
		if i > 0 {
			toX, toY = s.Step()
			cellX, cellY = max(cellX, toX), max(cellY, toY)
		}
		x, y := g.axes(from.StepX, from.StepY, toX, toY)
		left, top := f.part.At.Min.X/from.StepX, f.part.At.Min.Y/from.StepY
		firstX, lastX := x.Within(left, left+from.W, g.Scaling)
		firstY, lastY := y.Within(top, top+from.H, g.Scaling)
		made := image.Rect(firstX, firstY, lastX, lastY)
		if g.Turn&Transpose != 0 {
			made = image.Rect(firstY, firstX, lastY, lastX)
		}
		r = r.Intersect(image.Rect(made.Min.X*toX, made.Min.Y*toY, made.Max.X*toX, made.Max.Y*toY))
	}
	return inward(r, cellX, cellY, g.W, g.H)
}

// planePart writes the samples at of one component of the result. from is the part of the source
// from the px origin on.
func (g Geometry) planePart(to, from Component, origin image.Point, at image.Rectangle) {
	x, y := g.axes(from.StepX, from.StepY, to.StepX, to.StepY)
	transpose := g.Turn&Transpose != 0
	if transpose {
		at = image.Rect(at.Min.Y, at.Min.X, at.Max.Y, at.Max.X)
	}
	across := kernel.Section{Axis: x, First: at.Min.X, Last: at.Max.X, Origin: origin.X / from.StepX}
	down := kernel.Section{Axis: y, First: at.Min.Y, Last: at.Max.Y, Origin: origin.Y / from.StepY}
	if !transpose {
		kernel.ResizePart(to.Plane, from.Plane, across, down, g.Scaling)
		return
	}
	scaled, memory := kernel.Plane{W: at.Dx(), H: at.Dy(), Ctx: from.Ctx}.Scratch()
	defer memory.Release()
	kernel.ResizePart(scaled, from.Plane, across, down, g.Scaling)
	kernel.Transpose(to.Plane, scaled)
}
