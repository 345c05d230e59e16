package wire

import (
	"strconv"
	"strings"
)

// RegionStep is what the x and y of a region that is sent must be multiples of, in px: the side of
// the squares that a JPEG codes together, of 8×8 blocks of which chroma has half as many each way.
const RegionStep = 16

// MaxRegionSide is the longest side, in px, of the frame that a region is a part of: the longest
// that a JPEG can have.
const MaxRegionSide = 65535

// Region is the part Box of a frame of FrameW×FrameH px.
type Region struct {
	Box
	FrameW, FrameH int // px
}

// IsFrame reports whether the region is all of its frame.
func (r Region) IsFrame() bool { return r.Box == Box{W: r.FrameW, H: r.FrameH} }

// String returns "96,64,320,240,1280,720", the value of QueryRegion and of HeaderFrameRegion: x,
// y, width and height of the region, then the size of the frame.
func (r Region) String() string {
	var b []byte
	for i, n := range r.numbers() {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(*n), 10)
	}
	return string(b)
}

// numbers returns the numbers of a region in the order in which they are written.
func (r *Region) numbers() [6]*int {
	return [...]*int{&r.X, &r.Y, &r.W, &r.H, &r.FrameW, &r.FrameH}
}

// ParseRegion reads what String wrote. It accepts only a region that has pixels and lies within its
// frame. The error has the code BadRegion.
func ParseRegion(text string) (r Region, err error) {
	parts := strings.Split(text, ",")
	if len(parts) != len(r.numbers()) {
		return Region{}, badRegion(strconv.Quote(text) + " has " + strconv.Itoa(len(parts)) + " parts; " + regionForm)
	}
	for i, n := range r.numbers() {
		if *n, err = strconv.Atoi(strings.TrimSpace(parts[i])); err != nil || *n < 0 || *n > MaxRegionSide {
			return Region{}, badRegion("part " + strconv.Itoa(i+1) + ", " + strconv.Quote(parts[i]) +
				", is no whole number from 0 to " + strconv.Itoa(MaxRegionSide) + "; " + regionForm)
		}
	}
	switch {
	case r.W == 0 || r.H == 0:
		return Region{}, badRegion("a region of " + FormatSize(r.W, r.H) + " has no pixels")
	case r.X+r.W > r.FrameW || r.Y+r.H > r.FrameH:
		return Region{}, badRegion("a region of " + FormatSize(r.W, r.H) + " at " + strconv.Itoa(r.X) + "," + strconv.Itoa(r.Y) +
			" reaches beyond the frame of " + FormatSize(r.FrameW, r.FrameH))
	}
	return r, nil
}

const regionForm = QueryRegion + " is x,y,w,h,W,H in px: the part of w×h at x,y of a frame of W×H"

func badRegion(what string) error { return &Error{Code: BadRegion, Detail: QueryRegion + ": " + what} }

// CheckSent returns a BadRegion error unless the region may be sent, for which its corner must be
// at multiples of RegionStep.
func (r Region) CheckSent() error {
	if r.X%RegionStep == 0 && r.Y%RegionStep == 0 {
		return nil
	}
	return badRegion("the region begins at " + strconv.Itoa(r.X) + "," + strconv.Itoa(r.Y) + "; both must be multiples of " +
		strconv.Itoa(RegionStep) + ", so that the picture's blocks are those of the frame")
}
