package filter

import (
	"context"
	"time"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Foreign has code that is not this program's change the picture, such as a WebAssembly module or
// a service. It can be late, fail or be wrong.
type Foreign struct {
	// Ready returns when the work can begin, or with the error of ctx. It may take seconds, so it
	// is asked before a frame takes a worker. Nil means at once.
	Ready func(ctx context.Context) error

	// Do changes f in place or by f.Become. Its errors are a *Failure, or that of ctx.
	Do func(ctx context.Context, a Args, f *frame.Frame) error

	// Cost returns what the work on so many pixels is expected to take of one CPU. Nil: nobody
	// measures it.
	Cost func(pixels int) time.Duration

	// Grows is how many times as many pixels the result may have; 0 for work that keeps the size.
	Grows int
}

// Failure is the error of Foreign work. Whoever runs this program is told the Cause, the sender of
// the frame only the Reply.
type Failure struct {
	Reply *wire.Error
	Cause error
}

func (f *Failure) Error() string { return f.Cause.Error() }

// Unwrap returns the Reply.
func (f *Failure) Unwrap() error { return f.Reply }

// Ready returns when the work of each operation can begin, or with the error of ctx.
func (c Chain) Ready(ctx context.Context) error {
	for _, s := range c.steps {
		if work, ok := s.work.(Foreign); ok && work.Ready != nil {
			if err := work.Ready(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) foreign(work Foreign, a Args) error {
	if work.Ready != nil {
		if err := work.Ready(r.ctx); err != nil {
			return err
		}
	}
	w, h := r.frame.W, r.frame.H
	if err := work.Do(r.ctx, a, r.frame); err != nil {
		return err
	}
	if r.frame.W != w || r.frame.H != h {
		r.back = wire.Affine{} // whether it has cropped or resized, nobody knows
	}
	r.pending = frame.Keep(r.frame.W, r.frame.H)
	return r.fits(r.frame.W, r.frame.H)
}
