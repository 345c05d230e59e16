package pipeline

import (
	"image"
	"strconv"

	"framepost/api/frame"
	"framepost/api/wire"
)

// regional reports whether the job's body is only a region of a frame.
func (j Job) regional() bool { return j.Region.W > 0 && !j.Region.IsFrame() }

// whole returns the size, in px, of the frame that the picture of a job is, or is a region of.
func (j Job) whole(opened picture) (w, h int) {
	if j.regional() {
		return j.Region.FrameW, j.Region.FrameH
	}
	return opened.w, opened.h
}

// shrink returns how much smaller the picture may be decoded. Of a region that is as much as of
// the whole frame, for the answer to be the same, provided that the MCUs of the two coincide.
func (j Job) shrink(opened picture) int {
	w, h := j.whole(opened)
	shrink := j.Chain.Shrink(w, h, opened.meta.Turn)
	if j.regional() && opened.mcu > 0 && (j.Region.X%opened.mcu != 0 || j.Region.Y%opened.mcu != 0) {
		return 1
	}
	return shrink
}

// suits returns an error unless the picture is one that the job's region can be.
func (j Job) suits(opened picture, maxPixels int) error {
	r := j.Region
	switch {
	case r.W == 0:
		return nil
	case r.W != opened.w || r.H != opened.h:
		return &wire.Error{Code: wire.BadRegion, Detail: "the body is a picture of " + wire.FormatSize(opened.w, opened.h) +
			", the region is one of " + wire.FormatSize(r.W, r.H) + "; they must be of one size, as stored"}
	case r.FrameW*r.FrameH > sourceFactor*maxPixels:
		return &wire.Error{Code: wire.TooManyPixels, Detail: "the region is one of a frame of " + wire.FormatSize(r.FrameW, r.FrameH) +
			"; at most " + strconv.Itoa(sourceFactor*maxPixels) + " pixels are allowed"}
	}
	return nil
}

// cut makes the decoded picture of a job the region that it is.
func (j Job) cut(f *frame.Frame) {
	if r := j.Region; j.regional() {
		f.Cut(frame.Part{At: image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), W: r.FrameW, H: r.FrameH})
	}
}

// region returns where an answer lies in the answer to the whole frame; the zero Region for a job
// without one.
func (j Job) region(f *frame.Frame) (r wire.Region) {
	if j.Region.W == 0 {
		return r
	}
	at := f.Bounds()
	r.Box = wire.Box{X: at.Min.X, Y: at.Min.Y, W: at.Dx(), H: at.Dy()}
	r.FrameW, r.FrameH = f.Whole()
	return r
}

// reach returns what wire.HeaderFrameReach says of the job: the margin of its chain, which is wider
// where a change in one pixel changes all of its MCU. It is -1 if the chain depends on all of
// the frame.
func (j Job) reach(plan Plan) int {
	w, h := j.whole(*plan.opened)
	px, local := j.Chain.Margin(w, h, plan.opened.mcu/8, plan.opened.meta.Turn)
	switch {
	case !local:
		return -1
	case plan.shrink > 1:
		return px + max(plan.opened.mcu, wire.RegionStep)
	}
	return px
}
