package filter

import (
	"errors"
	"image"

	"framepost/api/frame"
	"framepost/api/kernel"
)

var _ = register(Filter{
	Spec: Spec{
		Name:  "resize",
		Group: "geometry",
		Doc:   "Brings the picture to a size; one side of 0 follows from the other and keeps the aspect.",
		Params: []Param{
			{Name: "width", Doc: "New width, or 0", Type: Int, Unit: "px", Max: 8192, Default: 700},
			{Name: "height", Doc: "New height, or 0", Type: Int, Unit: "px", Max: 8192},
			{Name: "fit", Doc: "Distort to both sides, stay inside them, or fill them and cut off the rest",
				Type: Choice, Choices: []string{"stretch", "contain", "cover"}},
			{Name: "kernel", Doc: "How samples are weighed; auto is area to shrink and linear to grow",
				Type: Choice, Choices: []string{"auto", "linear", "area", "lanczos", "nearest"}},
		},
	},
	Check: func(a Args) error {
		if a.Int("width") == 0 && a.Int("height") == 0 {
			return errors.New("has width 0 and height 0; one of them must be 1 px or more")
		}
		return nil
	},
	Work: Move(resize),
})

var scalings = map[string]kernel.Scaling{"auto": kernel.Auto, "linear": kernel.Linear, "area": kernel.Area,
	"lanczos": kernel.Lanczos, "nearest": kernel.Nearest}

func resize(a Args, w, h int) frame.Geometry {
	toW, toH := a.Int("width"), a.Int("height")
	whole := image.Rect(0, 0, w, h)
	wide := w*toH > h*toW // wider than the box, for its height
	switch fit := a.Choice("fit"); {
	case toW == 0:
		toW = share(w, toH, h)
	case toH == 0:
		toH = share(h, toW, w)
	case fit == "contain" && wide:
		toH = share(h, toW, w)
	case fit == "contain":
		toW = share(w, toH, h)
	case fit == "cover" && wide:
		keep := share(h, toW, toH)
		whole.Min.X = (w - keep) / 2
		whole.Max.X = whole.Min.X + keep
	case fit == "cover":
		keep := share(w, toH, toW)
		whole.Min.Y = (h - keep) / 2
		whole.Max.Y = whole.Min.Y + keep
	}
	g := frame.Resized(w, h, toW, toH, scalings[a.Choice("kernel")])
	g.Crop = whole
	return g
}

// share is n·a/b to the nearest whole number, at least 1.
func share(n, a, b int) int { return max((n*a+b/2)/b, 1) }
