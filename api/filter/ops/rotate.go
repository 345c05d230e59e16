package ops

import (
	"image"
	"math"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "rotate",
		Group: "geometry",
		Doc:   "Turns the picture clockwise; the result is large enough to show its corners.",
		Params: []wire.Param{
			{Name: "angle", Doc: "Clockwise; multiples of 90 are free beside a resize",
				Type: wire.Float, Unit: "°", Range: &wire.Range{Min: -360, Max: 360}, Default: 90},
			{Name: "background", Doc: "Fills the corners", Type: wire.Colour, Default: "#000000"},
		},
	},
	Work: filter.ByArgs(func(a filter.Args) filter.Work {
		quarters := a.Float("angle") / 90
		if quarters != math.Trunc(quarters) {
			return filter.Warp{Size: rotatedSize, Draw: drawRotated, Back: rotatedBack}
		}
		turn := [...]frame.Turn{frame.Upright, frame.Rotate90, frame.Rotate180, frame.Rotate270}[int(quarters)&3]
		return filter.Move(func(_ filter.Args, w, h int) frame.Geometry { return frame.Turned(w, h, turn) })
	}),
})

// rotatedSize returns the size of the bounding box of the rotated picture.
func rotatedSize(a filter.Args, w, h int) (int, int) {
	sin, cos := math.Sincos(a.Float("angle") * math.Pi / 180)
	sin, cos = math.Abs(sin), math.Abs(cos)
	const slack = 1e-6 // a rounding error must not add a pixel
	return int(math.Ceil(float64(w)*cos + float64(h)*sin - slack)), int(math.Ceil(float64(w)*sin + float64(h)*cos - slack))
}

// rotatedBack returns the map of the result to the w×h px picture, about the centres as
// drawRotated does it.
func rotatedBack(a filter.Args, w, h int) wire.Affine {
	sin, cos := math.Sincos(a.Float("angle") * math.Pi / 180)
	toW, toH := rotatedSize(a, w, h)
	across, down := 1/float64(w), 1/float64(h)
	m := wire.Affine{
		A: cos * float64(toW) * across, C: sin * float64(toH) * across,
		B: -sin * float64(toW) * down, D: cos * float64(toH) * down,
	}
	m.E, m.F = (1-m.A-m.C)/2, (1-m.B-m.D)/2
	return m
}

// drawRotated computes the position in src of each sample of the result by rotating it back about
// the centres, in coordinates of luma samples. A chroma sample is in the middle of the luma samples
// that it covers (JFIF 1.02).
func drawRotated(a filter.Args, src *frame.Frame, w, h int) *frame.Frame {
	background := a.Colour("background")
	ground := paint.YCbCr(background)
	if !paint.IsGrey(background) {
		planes.AddChroma(src)
	}
	sin, cos := math.Sincos(a.Float("angle") * math.Pi / 180)
	dst := frame.New(w, h, src.Sampling())
	from := src.Planes()
	for i, to := range dst.Components() {
		stepX, stepY := float64(to.StepX), float64(to.StepY)
		source := kernel.Source{Pix: from[i].Pix, Stride: from[i].Stride, W: from[i].W, H: from[i].H, Outside: ground[i]}
		for row := range to.H {
			if from[i].Ended(row) {
				break
			}
			x := 0.5*stepX - float64(w)/2
			y := (float64(row)+0.5)*stepY - float64(h)/2
			u := (x*cos+y*sin+float64(src.W)/2)/stepX - 0.5
			v := (y*cos-x*sin+float64(src.H)/2)/stepY - 0.5
			source.Line(to.Row(row), u, v, cos, -sin*stepX/stepY)
		}
	}
	if src.Faces != nil {
		dst.Faces = make([]image.Rectangle, len(src.Faces))
	}
	for i, face := range src.Faces {
		dst.Faces[i] = rotatedBox(face, src, dst, sin, cos)
	}
	if src.Boxes != nil {
		dst.Boxes = make([]frame.Box, 0, len(src.Boxes))
	}
	for _, b := range src.Boxes {
		if b.Rectangle = rotatedBox(b.Rectangle, src, dst, sin, cos); !b.Empty() {
			dst.Boxes = append(dst.Boxes, b)
		}
	}
	return dst
}

// rotatedBox returns the bounding box, within dst, of a box of src after the rotation.
func rotatedBox(r image.Rectangle, src, dst *frame.Frame, sin, cos float64) image.Rectangle {
	x, y := float64(r.Min.X+r.Max.X-src.W)/2, float64(r.Min.Y+r.Max.Y-src.H)/2 // its middle, from that of src
	w, h := float64(r.Dx())/2, float64(r.Dy())/2
	x, y = x*cos-y*sin+float64(dst.W)/2, x*sin+y*cos+float64(dst.H)/2
	w, h = math.Abs(w*cos)+math.Abs(h*sin), math.Abs(w*sin)+math.Abs(h*cos)
	box := image.Rect(int(math.Floor(x-w)), int(math.Floor(y-h)), int(math.Ceil(x+w)), int(math.Ceil(y+h)))
	return box.Intersect(image.Rect(0, 0, dst.W, dst.H))
}
