package filter

import (
	"slices"
	"strconv"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Everywhere is the reach of work whose result depends on all of the picture.
const Everywhere = -1

// Pointwise is the Reach of work whose result at a pixel depends on no other pixel than those
// that share its chroma.
func Pointwise(Args) int { return 0 }

// choose returns the operation's work for some arguments, never a ByArgs, and its reach.
func (o *operation) choose(a Args) (w Work, reach int) {
	w = o.Work
	if pick, ok := w.(ByArgs); ok {
		w = pick(a)
	}
	switch w.(type) {
	case Move, Tone:
		return w, 0
	case Warp:
		return w, Everywhere
	}
	if o.Reach == nil {
		return w, Everywhere
	}
	return w, o.Reach(a)
}

// Local returns nil if the chain can be run on a part of a picture, else a NotLocal error that
// names the first operation that depends on all of the picture.
func (c Chain) Local() error {
	i := c.everywhere()
	if i < 0 {
		return nil
	}
	return &wire.Error{Code: wire.NotLocal, Detail: "operation " + strconv.Itoa(i+1) + ", " + c.steps[i].name +
		", depends on the whole picture, so it can't be done to a region; send the whole frame, or leave it out"}
}

// everywhere returns the index of the first step that depends on all of the picture, or -1.
func (c Chain) everywhere() int {
	return slices.IndexFunc(c.steps, func(s step) bool { return s.reach == Everywhere })
}

// runsOn returns an error if f is a part of a picture, and the chain needs all of it.
func (c Chain) runsOn(f *frame.Frame) error {
	if !f.IsPart() {
		return nil
	}
	if err := c.Local(); err != nil {
		return err
	}
	return remains(f)
}

// remains returns a SmallRegion error if nothing is left of a part of a picture.
func remains(f *frame.Frame) error {
	if !f.Bounds().Empty() {
		return nil
	}
	return &wire.Error{Code: wire.SmallRegion, Detail: "no pixel of the answer depends on the region alone: " +
		"it is too small, or the chain crops it away"}
}
