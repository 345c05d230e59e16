package filter

import (
	"context"

	"framepost/api/colour"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Chain is a parsed chain whose arguments are all in range. Many goroutines may run it at
// once.
type Chain struct {
	steps []step
	scale int // percent of each side of the result; 0 means 100
}

// Scaled returns the chain followed by a step that scales each side of the result to percent,
// 1 to 100. After a chain that ends with a Move the step costs nothing: both are one pass.
func (c Chain) Scaled(percent int) Chain {
	c.scale = percent
	return c
}

// scaled returns the size of a w×h result after scaling.
func (c Chain) scaled(w, h int) (int, int) {
	if c.scale == 0 {
		return w, h
	}
	return Share(w, c.scale, 100), Share(h, c.scale, 100)
}

// Share returns n·a/b to the nearest whole number, at least 1.
func Share(n, a, b int) int { return max((n*a+b/2)/b, 1) }

// step is an operation with its arguments. Its work is never a ByArgs.
type step struct {
	name string // of the operation
	work Work
	args Args
	ns   float64 // what the operation declares as its cost; 0: nothing

	reach int // px, see Filter.Reach
}

// Metadata is what a file says about how to show its picture. The zero Metadata is that of an
// upright picture in sRGB.
type Metadata struct {
	Turn   frame.Turn        // turns the picture upright
	Colour *colour.Transform // converts its colours to sRGB
}

// Run runs the chain on f. It first turns and converts the picture as its metadata asks. The
// turn costs nothing if the chain begins with a resize, and the colours are converted after
// that resize, if it leaves fewer pixels. If a picture of any step would have more than
// maxPixels, the error is a *wire.Error with the code TooManyPixels. Run binds f to ctx: each
// pass asks it every few rows, and soon after it has ended Run returns its error. The picture of
// f is of no use then.
//
// Where f is a part of a picture, so is the result: a part of the picture that the chain makes
// of the whole, to the byte. If nothing is left of it, the error has the code SmallRegion; if an
// operation depends on all of the picture, NotLocal.
func (c Chain) Run(ctx context.Context, f *frame.Frame, m Metadata, maxPixels int) error {
	if err := c.runsOn(f); err != nil {
		return err
	}
	f.Bind(ctx)
	r := run{ctx: ctx, frame: f, maxPixels: maxPixels, colour: m.Colour, stages: StagesOf(ctx), back: wire.Unmoved}
	w, h := f.Whole()
	r.pending = frame.Keep(w, h).Then(frame.Turned(w, h, m.Turn))
	for _, s := range c.steps {
		if err := r.step(s); err != nil {
			return err
		}
	}
	if err := r.flushTables(); err != nil {
		return err
	}
	if c.scale != 0 && c.scale != 100 {
		r.joins("scale")
	}
	r.pending = r.pending.To(c.scaled(r.pending.W, r.pending.H))
	if err := r.flushMove(); err != nil {
		return err
	}
	f.Affine = r.back
	return ctx.Err() // the last pass may have stopped on its way
}
