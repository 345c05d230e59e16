package ops

import (
	"errors"
	"image"
	"math"
	"strconv"
	"strings"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "redact",
		Group: "privacy",
		Doc: "Hides areas of the picture. Only fill leaves nothing of them: blur and pixelate leave 4×4 mean colours at most, " +
			"which tell no face, but may tell which of a few known numbers or texts it was.",
		Params: []wire.Param{
			{Name: "areas", Doc: "x y width height in px or %, as in 40 30 200 50%; a semicolon before each further area",
				Type: wire.Text, Range: &wire.Range{Min: 1, Max: 600}, Default: "25% 25% 50% 50%"},
			{Name: "mode", Doc: "How they are hidden", Type: wire.Choice, Choices: []string{"fill", "blur", "pixelate"}},
			{Name: "colour", Doc: "Of fill", Type: wire.Colour, Default: "black"},
		},
		Properties: wire.Properties{Place: true},
	},
	Reach: func(a filter.Args) int {
		if a.Choice("mode") != "fill" {
			return filter.Everywhere // the cells of an area are means of all of it
		}
		return 0
	},
	Check: func(a filter.Args) error {
		_, err := parseAreas(a.Text("areas"))
		return err
	},
	Work: filter.Planes(redact),
})

func redact(a filter.Args, f *frame.Frame) {
	areas, _ := parseAreas(a.Text("areas")) // no error: Check has parsed them before
	mode, ink := a.Choice("mode"), a.Colour("colour")
	if mode == "fill" && !paint.IsGrey(ink) {
		planes.AddChroma(f)
	}
	for _, area := range areas {
		r := onSamples(f, area.within(f.Whole())).Sub(f.Bounds().Min)
		switch {
		case r.Empty():
		case mode == "fill":
			fillBox(f, r, paint.YCbCr(ink))
		case mode == "blur":
			coarsen(f, r, kernel.Linear)
		case mode == "pixelate":
			coarsen(f, r, kernel.Nearest)
		}
	}
}

// What coarsen leaves of an area is at most coarse cells along its longer side. A cell has a
// side of at least leastCell px, or the pixels of a small area would stay as they are.
const (
	coarse    = 4
	leastCell = 8
)

// coarsen replaces a box by the means of a few cells, scaled up again. All cells have the same
// size: a narrow one at the edge would show what is below it.
func coarsen(f *frame.Frame, r image.Rectangle, up kernel.Scaling) {
	side := max(max(r.Dx(), r.Dy())/coarse, leastCell)
	columns, rows := max(r.Dx()/side, 1), max(r.Dy()/side, 1)
	for _, plane := range f.Components() {
		p := window(plane, r).Plane
		means, memory := kernel.Plane{W: columns, H: rows, Ctx: p.Ctx}.Scratch()
		kernel.Resize(means, p, kernel.Span(p.W, columns), kernel.Span(p.H, rows), kernel.Area)
		kernel.Resize(p, means, kernel.Span(columns, p.W), kernel.Span(rows, p.H), up)
		memory.Release()
	}
}

// area is x, y, width and height.
type area [4]length

// length is in px, or a share of a side.
type length struct {
	number  float64
	percent bool
}

func (l length) px(side int) float64 {
	if l.percent {
		return l.number / 100 * float64(side)
	}
	return l.number
}

// within returns the pixels of a w×h picture of which the area covers a part.
func (a area) within(w, h int) image.Rectangle {
	left, top := a[0].px(w), a[1].px(h)
	right, bottom := left+a[2].px(w), top+a[3].px(h)
	return image.Rect(int(left), int(top), int(math.Ceil(right)), int(math.Ceil(bottom))).Intersect(image.Rect(0, 0, w, h))
}

// maxAreas bounds the work of one operation: each area may be the whole picture.
const maxAreas = 16

// parseAreas reads areas that are joined by semicolons. Their numbers are separated by spaces or,
// as in the header Frame-Faces, by commas.
func parseAreas(text string) (areas []area, err error) {
	for one := range strings.SplitSeq(text, ";") {
		fields := strings.FieldsFunc(one, func(r rune) bool { return r == ' ' || r == ',' })
		if len(fields) != len(area{}) {
			return nil, errors.New("has the area " + strconv.Quote(one) + "; allowed are four numbers: x y width height, and a semicolon between two areas")
		}
		if len(areas) == maxAreas {
			return nil, errors.New("has more than " + strconv.Itoa(maxAreas) + " areas")
		}
		var a area
		for i, field := range fields {
			if a[i], err = parseSide(field, i >= 2); err != nil {
				return nil, err
			}
		}
		areas = append(areas, a)
	}
	return areas, nil
}

// parseSide reads a number of an area. A width or height must not be 0: such an area hides nothing.
func parseSide(s string, positive bool) (l length, err error) {
	share, percent := strings.CutSuffix(s, "%")
	n, ok := filter.ParseDecimal(share)
	switch most := float64(frame.MaxSide); {
	case percent:
		ok = ok && n <= 100
	default:
		ok = ok && n <= most && n == math.Trunc(n)
	}
	if !ok || n < 0 || positive && n == 0 {
		return l, errors.New("has " + strconv.Quote(s) + " in an area; allowed is a whole number of px up to " + strconv.Itoa(frame.MaxSide) +
			", or up to 100%, and more than 0 for a width or height")
	}
	return length{n, percent}, nil
}
