package filter

import (
	"context"
	"strconv"
	"time"

	"framepost/api/colour"
	"framepost/api/frame"
	"framepost/api/wire"
)

// run is one frame on its way through a chain. Consecutive Moves collect in pending, consecutive
// Tones in tables; at most one of the two is not empty.
type run struct {
	ctx       context.Context
	frame     *frame.Frame
	maxPixels int
	pending   frame.Geometry
	back      wire.Affine // of the picture so far, pending included, to the upright one
	tables    *Tables
	colour    *colour.Transform // nil after the conversion
	stages    Stages
	pass      []string // the operations in pending or tables; none while stages is nil
}

func (r *run) step(s step) error {
	switch work := s.work.(type) {
	case Move:
		return r.move(s.name, work, s.args)
	case Tone:
		return r.tone(s.name, work, s.args)
	}
	if err := r.flush(); err != nil {
		return err
	}
	r.joins(s.name)
	defer r.passed(r.stages.now())
	switch work := s.work.(type) {
	case Planes:
		work(s.args, r.frame)
	case NRGBA:
		r.frame.SetNRGBA(work(r.ctx, s.args, r.frame.NRGBA()))
	case Aim:
		return r.aim(work, s.args)
	case Warp:
		return r.warp(work, s.args)
	case Foreign:
		return r.foreign(work, s.args)
	}
	r.frame.Inset(s.reach)
	return remains(r.frame)
}

// joins adds an operation to those that the next pass does.
func (r *run) joins(operation string) {
	if r.stages != nil {
		r.pass = append(r.pass, operation)
	}
}

// passed reports the pass that ends now, with the same times for each of its operations.
func (r *run) passed(began time.Time) {
	for _, operation := range r.pass {
		r.stages(operation, began, time.Now())
	}
	r.pass = r.pass[:0]
}

// move adds a geometry to the pending one. If the two cannot be one pass, it does the pending one
// first.
func (r *run) move(name string, work Move, a Args) error {
	if err := r.flushTables(); err != nil {
		return err
	}
	next := work(a, r.pending.W, r.pending.H)
	r.back = next.Back(r.pending.W, r.pending.H).Then(r.back)
	if !r.pending.Composes(next) {
		if err := r.flushMove(); err != nil {
			return err
		}
	}
	r.joins(name)
	r.pending = r.pending.Then(next)
	return nil
}

func (r *run) tone(name string, work Tone, a Args) error {
	if err := r.flushMove(); err != nil {
		return err
	}
	r.joins(name)
	next := NewTables()
	work(a, next)
	if r.tables == nil {
		r.tables = next
	} else {
		r.tables.then(next)
	}
	return nil
}

// aim moves the pixels at once: the pass that it could share with the next Move takes less time
// than looking at the picture has taken.
func (r *run) aim(work Aim, a Args) error {
	size := work.Move(a, r.frame.W, r.frame.H)
	if err := r.fits(size.W, size.H); err != nil {
		return err
	}
	aimed := work.Look(a, r.frame)
	r.back = aimed.Back(r.frame.W, r.frame.H).Then(r.back)
	r.frame.Transform(aimed)
	r.pending = frame.Keep(size.W, size.H)
	return nil
}

func (r *run) warp(work Warp, a Args) error {
	w, h := work.Size(a, r.frame.W, r.frame.H)
	if err := r.fits(w, h); err != nil {
		return err
	}
	var back wire.Affine
	if work.Back != nil {
		back = work.Back(a, r.frame.W, r.frame.H)
	}
	r.back = back.Then(r.back)
	drawn := work.Draw(a, r.frame, w, h)
	r.frame.Faces, r.frame.Boxes = nil, nil // Draw has set them in the new frame
	r.frame.Become(drawn)
	r.pending = frame.Keep(w, h)
	return nil
}

func (r *run) flush() error {
	if err := r.flushMove(); err != nil {
		return err
	}
	return r.flushTables()
}

func (r *run) flushMove() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	defer r.passed(r.stages.now())
	if unmoved := frame.Keep(r.frame.Whole()); r.pending != unmoved {
		if err := r.fits(r.pending.W, r.pending.H); err != nil {
			return err
		}
		r.frame.Transform(r.pending)
		if err := remains(r.frame); err != nil {
			return err
		}
		r.pending = frame.Keep(r.frame.Whole())
	}
	r.colour.Apply(r.frame)
	r.colour = nil
	return nil
}

func (r *run) flushTables() error {
	if r.tables == nil {
		return nil
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	defer r.passed(r.stages.now())
	r.tables.Apply(r.frame)
	r.tables = nil
	return nil
}

func (r *run) fits(w, h int) error { return Fits(w, h, r.maxPixels) }

// Fits returns an error if a w×h picture, in px, is larger than the chain may make one.
func Fits(w, h, maxPixels int) error {
	if w <= frame.MaxSide && h <= frame.MaxSide && w*h <= maxPixels {
		return nil
	}
	return &wire.Error{Code: wire.TooManyPixels, Detail: "an operation would make a picture of " +
		wire.FormatSize(w, h) + "; at most " + strconv.Itoa(maxPixels) + " pixels are allowed, and " +
		strconv.Itoa(frame.MaxSide) + " a side"}
}
