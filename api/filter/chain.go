package filter

import (
	"context"

	"framepost/api/frame"
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
	return Share(w, c.scale, 100), Share(h, c.scale, 100)
}

// Share returns n·a/b to the nearest whole number, at least 1.
func Share(n, a, b int) int { return max((n*a+b/2)/b, 1) }

// step is an operation with its arguments; its work is never a ByArgs.
type step struct {
	work Work
	args Args
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
