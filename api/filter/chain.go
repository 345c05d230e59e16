package filter

import (
	"context"
	"strconv"
	"strings"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Chain is a parsed chain whose arguments are all in range. It may be run by many
// goroutines at once.
type Chain struct {
	steps []step
	scale int // of the result, in percent; 0 is 100
}

// Scaled is the chain with a result that has percent of each side, 1 to 100. Where the
// chain ends with moves it costs nothing: they go to the smaller size at once.
func (c Chain) Scaled(percent int) Chain {
	c.scale = percent
	return c
}

// scaled is the size of a w×h result.
func (c Chain) scaled(w, h int) (int, int) {
	if c.scale == 0 {
		return w, h
	}
	return share(w, c.scale, 100), share(h, c.scale, 100)
}

// step is an operation with its arguments; its work is never a ByArgs.
type step struct {
	work Work
	args Args
}

// Parse reads a chain in the grammar of wire.ParseChain. Its errors are *wire.Error
// with the code BadOps; they name the operation, the argument and what is allowed.
func Parse(text string) (Chain, error) {
	calls, err := wire.ParseChain(text)
	if err != nil {
		return Chain{}, err
	}
	chain := Chain{steps: make([]step, len(calls))}
	for i, call := range calls {
		f, known := registry[call.Name]
		if !known {
			return Chain{}, fault(call, "is not an operation; there are "+names())
		}
		args, err := f.bind(call)
		if err != nil {
			return Chain{}, err
		}
		work := f.Work
		if pick, ok := work.(ByArgs); ok {
			work = pick(args)
		}
		chain.steps[i] = step{work, args}
	}
	return chain, nil
}

func names() string {
	var list []string
	for _, spec := range Specs() {
		list = append(list, spec.Name)
	}
	return strings.Join(list, ", ")
}

// Run takes f through the chain. The picture first gets the turn that its metadata
// asks for (frame.Upright for none), which costs nothing when the chain begins with a
// resize. No picture on the way may have more than maxPixels: TooManyPixels. The
// context is asked before each pass; its error is given as it is.
func (c Chain) Run(ctx context.Context, f *frame.Frame, turn frame.Turn, maxPixels int) error {
	r := run{ctx: ctx, frame: f, maxPixels: maxPixels}
	r.pending = frame.Keep(f.W, f.H).Then(frame.Turned(f.W, f.H, turn))
	for _, s := range c.steps {
		if err := r.step(s); err != nil {
			return err
		}
	}
	if err := r.flushTables(); err != nil {
		return err
	}
	r.pending = r.pending.To(c.scaled(r.pending.W, r.pending.H))
	return r.flushMove()
}

// run is one frame on its way through a chain. Neighbours that move pixels collect in
// pending, neighbours that map samples in tables; at most one of them is not empty.
type run struct {
	ctx       context.Context
	frame     *frame.Frame
	maxPixels int
	pending   frame.Geometry
	tables    *Tables
}

func (r *run) step(s step) error {
	switch work := s.work.(type) {
	case Move:
		return r.move(work, s.args)
	case Tone:
		return r.tone(work, s.args)
	}
	if err := r.flush(); err != nil {
		return err
	}
	switch work := s.work.(type) {
	case Planes:
		work(s.args, r.frame)
	case NRGBA:
		r.frame.SetNRGBA(work(s.args, r.frame.NRGBA()))
	case Warp:
		return r.warp(work, s.args)
	}
	return nil
}

// move adds a geometry to the pending one, or does the pending one first when the two
// have no common form.
func (r *run) move(work Move, a Args) error {
	if err := r.flushTables(); err != nil {
		return err
	}
	next := work(a, r.pending.W, r.pending.H)
	if err := r.fits(next.W, next.H); err != nil {
		return err
	}
	if !r.pending.Composes(next) {
		if err := r.flushMove(); err != nil {
			return err
		}
	}
	r.pending = r.pending.Then(next)
	return nil
}

func (r *run) tone(work Tone, a Args) error {
	if err := r.flushMove(); err != nil {
		return err
	}
	next := newTables()
	work(a, next)
	if r.tables == nil {
		r.tables = next
	} else {
		r.tables.then(next)
	}
	return nil
}

func (r *run) warp(work Warp, a Args) error {
	w, h := work.Size(a, r.frame.W, r.frame.H)
	if err := r.fits(w, h); err != nil {
		return err
	}
	drawn := work.Draw(a, r.frame, w, h)
	r.frame.Faces = nil // only Draw knows where they are now
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
	if unmoved := frame.Keep(r.frame.W, r.frame.H); r.pending != unmoved {
		r.frame.Transform(r.pending)
		r.pending = frame.Keep(r.frame.W, r.frame.H)
	}
	return nil
}

func (r *run) flushTables() error {
	if r.tables == nil {
		return nil
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.tables.apply(r.frame)
	r.tables = nil
	return nil
}

func (r *run) fits(w, h int) error {
	if w <= frame.MaxSide && h <= frame.MaxSide && w*h <= r.maxPixels {
		return nil
	}
	return &wire.Error{Code: wire.TooManyPixels, Detail: "an operation would make a picture of " +
		wire.FormatSize(w, h) + "; at most " + strconv.Itoa(r.maxPixels) + " pixels are allowed, and " +
		strconv.Itoa(frame.MaxSide) + " a side"}
}
