package ops

import (
	"errors"
	"image"

	"framepost/api/filter"
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
		},
		Properties: wire.Properties{SetsSize: true},
	},
	Check: func(a filter.Args) error {
		if width, height := size(a); width == 0 && height == 0 {
			return errors.New("has width 0 and height 0; one of them must be 1 px or more")
		}
		return nil
	},
	Work: filter.Move(resize),
})

var scalings = map[string]kernel.Scaling{"auto": kernel.Auto, "linear": kernel.Linear, "area": kernel.Area,
	"lanczos": kernel.Lanczos, "nearest": kernel.Nearest}

func resize(a filter.Args, w, h int) frame.Geometry {
	width, height := size(a)
	crop, toW, toH := fitted(w, h, width, height, a.Choice("fit"))
	g := frame.Resized(w, h, toW, toH, scalings[a.Choice("kernel")])
	g.Crop = crop
	return g
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

// fitted returns the part of a w×h picture to keep, and its size after a resize to toW×toH, one of
// which may be 0.
func fitted(w, h, toW, toH int, fit string) (crop image.Rectangle, width, height int) {
	crop = image.Rect(0, 0, w, h)
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
		keep := filter.Share(h, toW, toH)
		crop.Min.X = (w - keep) / 2
		crop.Max.X = crop.Min.X + keep
	case fit == "cover":
		keep := filter.Share(w, toH, toW)
		crop.Min.Y = (h - keep) / 2
		crop.Max.Y = crop.Min.Y + keep
	}
	return crop, toW, toH
}
