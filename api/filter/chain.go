package filter

import (
	"context"
	"strconv"
	"strings"

	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

// Chain is a parsed chain whose arguments are all in range. It may be run by many
// goroutines at once.
type Chain struct {
	steps []step
}

type step struct {
	filter *Filter
	args   Args
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
		chain.steps[i] = step{f, args}
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
	return r.flush()
}

// run is one frame on its way through a chain. Neighbours that move pixels collect in
// pending, neighbours that map luma in tone; at most one of them is not empty.
type run struct {
	ctx       context.Context
	frame     *frame.Frame
	maxPixels int
	pending   frame.Geometry
	tone      *[256]byte
}

func (r *run) step(s step) error {
	switch f := s.filter; {
	case f.Move != nil:
		return r.move(s)
	case f.Tone != nil:
		return r.mapLuma(s)
	default:
		if err := r.flush(); err != nil {
			return err
		}
		if f.Planes != nil {
			f.Planes(s.args, r.frame)
		} else {
			r.frame.SetNRGBA(f.NRGBA(s.args, r.frame.NRGBA()))
		}
		r.pending = frame.Keep(r.frame.W, r.frame.H)
		return r.fits(r.frame.W, r.frame.H)
	}
}

// move adds a geometry to the pending one, or does the pending one first when the two
// have no common form.
func (r *run) move(s step) error {
	if err := r.flushTone(); err != nil {
		return err
	}
	next := s.filter.Move(s.args, r.pending.W, r.pending.H)
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

func (r *run) mapLuma(s step) error {
	if err := r.flushMove(); err != nil {
		return err
	}
	var table [256]byte
	s.filter.Tone(s.args, &table)
	if r.tone == nil {
		r.tone = &table
		return nil
	}
	kernel.Map(r.tone[:], &table) // table after tone
	return nil
}

func (r *run) flush() error {
	if err := r.flushMove(); err != nil {
		return err
	}
	return r.flushTone()
}

func (r *run) flushMove() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.frame.Transform(r.pending)
	r.pending = frame.Keep(r.frame.W, r.frame.H)
	return nil
}

func (r *run) flushTone() error {
	if r.tone == nil {
		return nil
	}
	if err := r.ctx.Err(); err != nil {
		return err
	}
	luma := r.frame.Planes()[0]
	for y := range luma.H {
		kernel.Map(luma.Row(y), r.tone)
	}
	r.tone = nil
	return nil
}

func (r *run) fits(w, h int) error {
	if w*h <= r.maxPixels {
		return nil
	}
	return &wire.Error{Code: wire.TooManyPixels, Detail: "an operation would make a picture of " +
		wire.FormatSize(w, h) + "; at most " + strconv.Itoa(r.maxPixels) + " pixels are allowed"}
}
