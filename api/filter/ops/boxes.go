package ops

import (
	"image"
	"image/color"
	"math"
	"strconv"
	"strings"

	"framepost/api/filter"
	"framepost/api/filter/lettering"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "boxes",
		Group: "overlay",
		Doc:   "Draws a box with its label around each face and object that the operations before it have found.",
		Params: []wire.Param{
			{Name: "labels", Doc: "What is written on a box", Type: wire.Choice, Choices: []string{"score", "label", "none"}},
			{Name: "size", Doc: "Height of the letters, or a share of the picture's; never less than 8 px",
				Type: wire.Length, Unit: "px", Range: &wire.Range{Min: 8, Max: 128}, Default: "4%"},
			{Name: "colour", Doc: "Of the boxes", Type: wire.Colour, Default: "#00c060"},
		},
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		found := make([]frame.Box, 0, len(f.Faces)+len(f.Boxes))
		for _, r := range f.Faces {
			found = append(found, frame.Box{Rectangle: r, Label: "face", Score: 1})
		}
		drawBoxes(f, append(found, f.Boxes...), a.Choice("labels"), a.Length("size", f.H), a.Colour("colour"))
	}),
})

// DrawBoxes draws boxes as the operation boxes does with its defaults.
func DrawBoxes(f *frame.Frame, boxes []frame.Box) {
	drawBoxes(f, boxes, "score", f.H/25, color.RGBA{G: 0xc0, B: 0x60, A: 255})
}

// drawBoxes draws the labels, whose letters are size px high, over all boxes, so that no box hides
// one.
func drawBoxes(f *frame.Frame, boxes []frame.Box, labels string, size int, ink color.RGBA) {
	if len(boxes) == 0 {
		return
	}
	if !paint.IsGrey(ink) {
		planes.AddChroma(f)
	}
	for _, b := range boxes {
		if r := onSamples(f, b.Rectangle); !r.Empty() {
			frameBox(f, r, paint.YCbCr(ink))
		}
	}
	for _, b := range boxes {
		if f.Planes()[0].Ended(0) {
			return
		}
		text := writable(labelOf(b, labels))
		if line, err := lettering.Shape(text); err == nil { // an empty label has none
			line.Tag(f, b.Rectangle.Intersect(image.Rect(0, 0, f.W, f.H)), max(size, 8), ink)
		}
	}
}

// labelOf returns what is written on a box. The score of a box that is certain says nothing.
func labelOf(b frame.Box, labels string) string {
	switch {
	case labels == "none":
		return ""
	case labels == "score" && b.Score < 1:
		return strings.TrimSpace(b.Label + " " + strconv.Itoa(int(math.Round(100*b.Score))) + "%")
	}
	return b.Label
}

// writable returns the text with a question mark in place of each character that no font has: what
// a service calls an object is not the viewer's fault.
func writable(text string) string {
	if _, err := lettering.Shape(text); err == nil {
		return text
	}
	return strings.Map(func(r rune) rune {
		if _, err := lettering.Shape(string(r)); err != nil && r != ' ' {
			return '?'
		}
		return r
	}, text)
}
