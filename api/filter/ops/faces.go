package ops

import (
	"image"

	"framepost/api/filter"
	"framepost/api/filter/face"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "faces",
		Group: "privacy",
		Doc:   "Finds faces that look at the camera, hides them and reports where they are.",
		Params: []wire.Param{
			{Name: "mask", Doc: "How faces are hidden; box only draws a frame around each",
				Type: wire.Choice, Choices: []string{"blur", "pixelate", "fill", "box"}},
			{Name: "minimum", Doc: "Side of the smallest face that is looked for, or its share of the picture's shorter side; " +
				"never less than a 16th of a square as large as the picture", Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 1, Max: 8192}, Default: "8%"},
			{Name: "margin", Doc: "How much is hidden around a face, at each side, as a share of the face",
				Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 10},
			{Name: "colour", Doc: "Of fill and box", Type: wire.Colour, Default: "#00c060"},
		},
		Properties: wire.Properties{Costly: true, Reports: []string{"faces"}},
	},
	Check: func(filter.Args) error { return face.Ready() },
	Work:  filter.Planes(faces),
})

// faces finds all faces before it hides the first one. The boxes that it reports are those that it
// hides, margin included.
func faces(a filter.Args, f *frame.Frame) {
	mask := a.Choice("mask")
	ink := a.Colour("colour")
	if (mask == "fill" || mask == "box") && !paint.IsGrey(ink) {
		planes.AddChroma(f)
	}
	score := face.Certain
	if f.Wary {
		score = face.Possible
	}
	least := a.Length("minimum", min(f.W, f.H))
	found := face.Find(planes.Luma(f), least, score)
	if f.Faces == nil {
		f.Faces = []image.Rectangle{} // nil would mean that nothing has looked for faces
	}
	for i, r := range found {
		found[i] = onSamples(f, widened(r, a.Float("margin")/100))
		f.Faces = withFace(f.Faces, found[i])
	}
	hide(f, mask, found, paint.YCbCr(ink))
	if f.Wary && mask != "box" {
		hideAgain(f, least)
	}
}

// mostLooks bounds the work of hideAgain; a second look nearly always finds nothing.
const mostLooks = 4

// hideAgain looks at what is left, and fills what still looks like a face with its mean colour: the
// squares of a mask may, since a face is found by its coarsest contrasts. least is the side of the smallest.
func hideAgain(f *frame.Frame, least int) {
	for range mostLooks {
		found := face.Find(planes.Luma(f), least, face.Possible)
		if len(found) == 0 {
			return
		}
		for _, r := range found {
			r = onSamples(f, r)
			pixelateBox(f, r, max(r.Dx(), r.Dy()))
		}
	}
}

// hide hides boxes, which consist of whole samples.
func hide(f *frame.Frame, mask string, boxes []image.Rectangle, ink [3]byte) {
	for _, r := range boxes {
		switch mask {
		case "blur":
			blurBox(f, r)
		case "pixelate":
			pixelateBox(f, r, cellSide(f, r))
		case "fill":
			fillBox(f, r, ink)
		case "box":
			frameBox(f, r, ink)
		}
	}
}

// widened returns a square with a share of its side added on each side.
func widened(r image.Rectangle, share float64) image.Rectangle {
	return r.Inset(-int(share*float64(r.Dx()) + 0.5))
}

// onSamples returns the smallest rectangle around r, within f, that consists of whole chroma
// samples, so that the hidden area ends at the same pixel in luma and chroma.
func onSamples(f *frame.Frame, r image.Rectangle) image.Rectangle {
	part := f.Bounds()
	r = r.Intersect(part)
	stepX, stepY := f.Sampling().Step()
	stepX, stepY = max(stepX, 1), max(stepY, 1)
	r.Min.X, r.Min.Y = r.Min.X/stepX*stepX, r.Min.Y/stepY*stepY
	r.Max.X, r.Max.Y = min((r.Max.X+stepX-1)/stepX*stepX, part.Max.X), min((r.Max.Y+stepY-1)/stepY*stepY, part.Max.Y)
	return r
}

// withFace appends a box to a list, unless a box of the list covers half of it.
func withFace(list []image.Rectangle, r image.Rectangle) []image.Rectangle {
	for _, known := range list {
		if both := known.Intersect(r); 2*both.Dx()*both.Dy() > r.Dx()*r.Dy() {
			return list
		}
	}
	return append(list, r)
}

// cells is the number of squares along the longer side of a hidden face. Only their means are left
// of the face, so that no sharpening can restore it.
const cells = 8

// waryCells is that number in a wary frame: of 8×8 means a finder often still sees the face, after
// the picture has been scaled or encoded.
const waryCells = 4

// cellSide returns the side of the squares of a hidden face.
func cellSide(f *frame.Frame, r image.Rectangle) int {
	n := cells
	if f.Wary {
		n = waryCells
	}
	return (max(r.Dx(), r.Dy()) + n - 1) / n
}

// pixelateBox replaces the box by the means of squares of side px.
func pixelateBox(f *frame.Frame, r image.Rectangle, side int) {
	for _, plane := range f.Components() {
		p := window(plane, r)
		pixelate(p.Plane, edges(p.W, side, p.StepX), edges(p.H, side, p.StepY))
	}
}

// blurBox pixelates the box, then softens the borders of the squares.
func blurBox(f *frame.Frame, r image.Rectangle) {
	side := cellSide(f, r)
	pixelateBox(f, r, side)
	sigma := min(0.6*float64(side), kernel.MaxSigma)
	for _, plane := range f.Components() {
		p := window(plane, r)
		kernel.Gaussian(p.Plane, p.Plane, sigma/float64(p.StepX), sigma/float64(p.StepY))
	}
}

func fillBox(f *frame.Frame, r image.Rectangle, ink [3]byte) {
	for i, plane := range f.Components() {
		p := window(plane, r)
		for y := range p.H {
			if p.Ended(y) {
				return
			}
			planes.FillRow(p.Row(y), ink[i])
		}
	}
}

// frameBox draws a bar along each side of the box.
func frameBox(f *frame.Frame, r image.Rectangle, ink [3]byte) {
	stepX, stepY := f.Sampling().Step()
	width := max(min(f.W, f.H)/160, 2, stepX, stepY)
	for _, bar := range []image.Rectangle{
		image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+width), image.Rect(r.Min.X, r.Max.Y-width, r.Max.X, r.Max.Y),
		image.Rect(r.Min.X, r.Min.Y, r.Min.X+width, r.Max.Y), image.Rect(r.Max.X-width, r.Min.Y, r.Max.X, r.Max.Y),
	} {
		fillBox(f, onSamples(f, bar.Intersect(r)), ink)
	}
}

// window returns the part of a plane that shows r, which consists of whole samples.
func window(p frame.Component, r image.Rectangle) frame.Component {
	left, top := r.Min.X/p.StepX, r.Min.Y/p.StepY
	p.Pix = p.Pix[top*p.Stride+left:]
	p.W, p.H = (r.Max.X+p.StepX-1)/p.StepX-left, (r.Max.Y+p.StepY-1)/p.StepY-top
	return p
}
