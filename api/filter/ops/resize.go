package ops

import (
	"errors"
	"image"
	"slices"

	"framepost/api/filter"
	"framepost/api/filter/face"
	"framepost/api/filter/gravity"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "resize",
		Group: "geometry",
		Doc:   "Scales the picture to a size; a side of 0 follows from the other and keeps the aspect.",
		Params: []wire.Param{
			{Name: "width", Doc: "New width; 0, or none beside a height, keeps the aspect", Type: wire.Int, Unit: "px", Range: &wire.Range{Max: 8192}, Default: 700},
			{Name: "height", Doc: "New height; 0 keeps the aspect", Type: wire.Int, Unit: "px", Range: &wire.Range{Max: 8192}},
			{Name: "fit", Doc: "Distort to both sides, stay inside them, or fill them and cut off the rest",
				Type: wire.Choice, Choices: []string{"stretch", "contain", "cover"}},
			{Name: "kernel", Doc: "How samples are weighed; auto is area to shrink and linear to grow",
				Type: wire.Choice, Choices: []string{"auto", "linear", "area", "lanczos", "nearest"}},
			{Name: "gravity", Doc: "What cover keeps: a place, faces if there are any, or the part with the most detail",
				Type: wire.Choice, Choices: append(slices.Clone(paint.Positions), "faces", "energy"), Default: "centre"},
		},
		Properties: wire.Properties{SetsSize: true},
	},
	Check: func(a filter.Args) error {
		if width, height := size(a); width == 0 && height == 0 {
			return errors.New("has width 0 and height 0; one of them must be 1 px or more")
		}
		if a.Choice("gravity") == "faces" {
			return face.Ready()
		}
		return nil
	},
	Work: filter.ByArgs(func(a filter.Args) filter.Work {
		switch gravityOf := a.Choice("gravity"); {
		case a.Choice("fit") == "cover" && gravityOf == "faces":
			return aimed(gravity.Faces)
		case a.Choice("fit") == "cover" && gravityOf == "energy":
			return aimed(gravity.Energy)
		}
		return filter.Move(resize)
	}),
})

var scalings = map[string]kernel.Scaling{"auto": kernel.Auto, "linear": kernel.Linear, "area": kernel.Area,
	"lanczos": kernel.Lanczos, "nearest": kernel.Nearest}

func resize(a filter.Args, w, h int) frame.Geometry {
	width, height := size(a)
	keep, toW, toH := fitted(w, h, width, height, a.Choice("fit"))
	g := frame.Resized(w, h, toW, toH, scalings[a.Choice("kernel")])
	g.Crop.Min = paint.Place(a.Choice("gravity"), w, h, keep.X, keep.Y, 0)
	g.Crop.Max = g.Crop.Min.Add(keep)
	return g
}

// aimed returns the work that has find say where the part begins that is kept.
func aimed(find func(f *frame.Frame, size image.Point) image.Point) filter.Aim {
	return filter.Aim{Move: resize, Look: func(a filter.Args, f *frame.Frame) frame.Geometry {
		g := resize(a, f.W, f.H)
		if keep := g.Crop.Size(); keep != image.Pt(f.W, f.H) {
			g.Crop.Min = find(f, keep)
			g.Crop.Max = g.Crop.Min.Add(keep)
		}
		return g
	}}
}

// size returns the new size in px. A height alone, as in "resize::480" or "resize:height=480",
// keeps the aspect ratio: the width is then 0, not the default. For fit=contain and fit=cover, which
// need both sides, it is the default.
func size(a filter.Args) (width, height int) {
	width, height = a.Int("width"), a.Int("height")
	if height > 0 && !a.Given("width") && a.Choice("fit") == "stretch" {
		width = 0
	}
	return width, height
}

// fitted returns the size of the part of a w×h picture to keep, and its size after a resize to
// toW×toH, one of which may be 0.
func fitted(w, h, toW, toH int, fit string) (keep image.Point, width, height int) {
	keep = image.Pt(w, h)
	wide := w*toH > h*toW // wider in proportion than the box
	switch {
	case toW == 0:
		toW = filter.Share(w, toH, h)
	case toH == 0:
		toH = filter.Share(h, toW, w)
	case fit == "contain" && wide:
		toH = filter.Share(h, toW, w)
	case fit == "contain":
		toW = filter.Share(w, toH, h)
	case fit == "cover" && wide:
		keep.X = filter.Share(h, toW, toH)
	case fit == "cover":
		keep.Y = filter.Share(w, toH, toW)
	}
	return keep, toW, toH
}
