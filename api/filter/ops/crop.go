package ops

import (
	"image"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "crop",
		Group: "geometry",
		Doc:   "Keeps a rectangle of the picture; a part of it outside the picture is left out.",
		Params: []wire.Param{
			{Name: "x", Doc: "Distance from the left edge", Type: wire.Length, Unit: "px", Range: &wire.Range{Max: 8192}, Default: "25%"},
			{Name: "y", Doc: "Distance from the top edge", Type: wire.Length, Unit: "px", Range: &wire.Range{Max: 8192}, Default: "25%"},
			{Name: "width", Doc: "Width of the rectangle", Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 1, Max: 8192}, Default: "50%"},
			{Name: "height", Doc: "Height of the rectangle", Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 1, Max: 8192}, Default: "50%"},
		},
	},
	Work: filter.Move(crop),
})

// crop keeps at least one pixel, even if the rectangle is outside of the picture, since the author
// of a chain cannot know the size of every picture.
func crop(a filter.Args, w, h int) frame.Geometry {
	x := min(a.Length("x", w), w-1)
	y := min(a.Length("y", h), h-1)
	right := min(x+max(a.Length("width", w), 1), w)
	bottom := min(y+max(a.Length("height", h), 1), h)
	return frame.Cropped(image.Rect(x, y, right, bottom))
}
