// Package pixels is the pipeline without files: it takes the pixels of a picture and returns those
// of another. A page runs it where the frame is (package wasmclient/local), so it knows neither the
// decoders and encoders of package pipeline nor the files of an operator. The same chain makes the
// same of the same pixels here and there, to the byte.
package pixels

import (
	"context"
	"image"
	"strconv"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Pipeline processes pictures. It keeps nothing of one, and may be used by many goroutines at
// once.
type Pipeline struct {
	registry  *filter.Registry
	maxPixels int
}

// New returns a Pipeline with the operations of package ops. maxPixels is the most, width ×
// height, that a picture may have before, after and between operations.
func New(maxPixels int) *Pipeline {
	registry := ops.Registry()
	for _, name := range []string{"overlay", "lut"} {
		registry.Lack(name, "it needs files that only the server has")
	}
	return &Pipeline{registry, maxPixels}
}

// Ops returns the operations, sorted by name.
func (p *Pipeline) Ops() []wire.Op { return p.registry.Ops() }

// Parse reads a chain; see wire.ParseChain for its grammar. Its errors are *wire.Error with the
// code BadOps.
func (p *Pipeline) Parse(chain string) (filter.Chain, error) { return p.registry.Parse(chain) }

// Picture is the pixels of a picture, row by row without padding: 4·W·H bytes, of each pixel red,
// green, blue and a fourth one, which is taken for opaque whatever it is.
type Picture struct {
	W, H int // px
	Pix  []byte
	Wary bool // see frame.Frame
}

// Answer is a processed picture. Its memory is given back by Release.
type Answer struct {
	W, H    int          // px
	Affine  wire.Affine  // of the answer to the picture; zero if there is no such map
	Faces   []wire.Box   // the faces found, in px; nil if the chain did not look for any
	Figures wire.Figures // what the chain has measured

	frame *frame.Frame
}

// Process runs a chain on a picture, which is only read. It is first converted to 4:2:0 as the
// server's decoders of PNG and WebP do, so that the operations see the same samples. Its times
// are Decode for that, and Ops. The errors are a *wire.Error or that of ctx.
func (p *Pipeline) Process(ctx context.Context, chain filter.Chain, in Picture) (Answer, wire.Timing, error) {
	var timing wire.Timing
	if err := p.fits(in); err != nil {
		return Answer{}, timing, err
	}
	began := time.Now()
	f := frame.OfNRGBA(&image.NRGBA{Pix: in.Pix, Stride: 4 * in.W, Rect: image.Rect(0, 0, in.W, in.H)})
	f.Wary = in.Wary
	f.Planes()
	timing.Decode = since(&began)
	if err := chain.Run(ctx, f, filter.Metadata{}, p.maxPixels); err != nil {
		f.Release()
		return Answer{}, timing, err
	}
	f.Planes() // what the server would encode
	timing.Ops = since(&began)
	return Answer{W: f.W, H: f.H, Affine: f.Affine, Faces: f.FaceBoxes(), Figures: f.Figures, frame: f}, timing, nil
}

func (p *Pipeline) fits(in Picture) error {
	if in.W < 1 || in.H < 1 {
		return &wire.Error{Code: wire.Undecodable, Detail: "the picture has no pixels: its size is " + wire.FormatSize(in.W, in.H)}
	}
	if max(in.W, in.H) > frame.MaxSide || in.W*in.H > p.maxPixels {
		return &wire.Error{Code: wire.TooManyPixels, Detail: "the picture is " + wire.FormatSize(in.W, in.H) + "; at most " +
			strconv.Itoa(p.maxPixels) + " pixels, no side over " + strconv.Itoa(frame.MaxSide) + ", are allowed"}
	}
	return nil
}

// Row returns the opaque pixels of a row of the answer, 4·W bytes. It may write them into buffer,
// which has that length.
func (a Answer) Row(buffer []byte, row int) []byte { return a.frame.PixelRow(buffer, row) }

// Planes returns the samples of the answer, which the server would encode: Y', and Cb and Cr if it
// is not grey.
func (a Answer) Planes() []frame.Plane { return a.frame.Planes() }

// Release gives the memory of the answer back.
func (a Answer) Release() {
	if a.frame != nil {
		a.frame.Release()
	}
}

// since returns the ms from a time to now, and sets it to now.
func since(t *time.Time) float64 {
	now := time.Now()
	ms := now.Sub(*t).Seconds() * 1000
	*t = now
	return ms
}
