package filter

import (
	"context"

	"framepost/api/colour"
	"framepost/api/frame"
)

// Chain is a parsed chain whose arguments are all in range. Many goroutines may run it at
// once.
type Chain struct {
	steps []step
	scale int // of the result, in percent; 0 is 100
}

// Scaled returns the chain with a last step that scales each side of the result to percent,
// 1 to 100. After a chain that ends with moves it costs nothing: they scale in the same pass.
func (c Chain) Scaled(percent int) Chain {
	c.scale = percent
	return c
}

// scaled returns the size that a w×h result is scaled to.
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
	ns   float64 // what the operation declares as its cost; 0: nothing
}

// Metadata is what a file says of how its picture is to be shown. The zero Metadata is that
// of an upright picture in sRGB.
type Metadata struct {
	Turn   frame.Turn        // shows it upright
	Colour *colour.Transform // brings it to sRGB
}

// Run takes f through the chain. The picture is first shown as its metadata asks: the turn
// costs nothing when the chain begins with a resize, and colours are converted after that,
// when there are fewer. A picture on the way that would have more than maxPixels is a
// *wire.Error with the code TooManyPixels. Before each pass Run returns the context's
// error, if it has one.
func (c Chain) Run(ctx context.Context, f *frame.Frame, m Metadata, maxPixels int) error {
	r := run{ctx: ctx, frame: f, maxPixels: maxPixels, colour: m.Colour}
	r.pending = frame.Keep(f.W, f.H).Then(frame.Turned(f.W, f.H, m.Turn))
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
