package pipeline

import (
	"context"
	"image"
	"image/png"
	"strconv"
	"sync"

	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Format is an output format. To add one, add it to Formats; the query parameter, the
// handling of Accept, /openapi.json and the tests follow from that list.
type Format struct {
	Name     string // as in the query: jpeg
	MIME     string // image/jpeg
	Lossless bool   // the encoder changes no pixel and ignores the quality
	MaxSide  int    // longest side, in px

	// What a px takes: bytes of the file, ns of one CPU, and bytes of memory while it is
	// encoded, of a photo.
	bytes  func(quality int) float64
	ns     float64
	memory float64

	// encode writes a frame of at most MaxSide a side, and keeps none of it.
	encode func(ctx context.Context, f *frame.Frame, quality int) (*pool.Buffer, error)
}

// JPEG is the default format. The file format allows sides of 65,535 px (T.81 B.2.2), but
// libjpeg, and so most programs that would show the answer, reads at most 65,500
// (jmorecfg.h, JPEG_MAX_DIMENSION).
var JPEG = &Format{Name: "jpeg", MIME: "image/jpeg", MaxSide: 65_500,
	bytes: func(quality int) float64 { return float64(quality) / 200 }, ns: 5, memory: 4,
	encode: func(_ context.Context, f *frame.Frame, quality int) (*pool.Buffer, error) {
		return jpeg.Encode(f, quality), nil
	}}

// PNG is for what must not lose a pixel, and for flat drawings. A camera's frame takes some
// twenty times as long to encode as a JPEG.
var PNG = &Format{Name: "png", MIME: "image/png", Lossless: true, MaxSide: frame.MaxSide,
	bytes: func(int) float64 { return 1.5 }, ns: 70, memory: 9,
	encode: encodePNG}

// Formats lists the output formats; the first one is the default.
var Formats = []*Format{JPEG, PNG}

// fits returns an error if a w×h picture is too large for the format.
func (f *Format) fits(w, h int) error {
	if max(w, h) <= f.MaxSide {
		return nil
	}
	return &wire.Error{Code: wire.TooManyPixels, Detail: "the answer would be " + wire.FormatSize(w, h) +
		"; as " + f.Name + " it may have " + strconv.Itoa(f.MaxSide) + " px a side: add a resize to the chain"}
}

// encodePNG writes 8 bits a sample: one for a grey frame, three for others.
func encodePNG(ctx context.Context, f *frame.Frame, _ int) (*pool.Buffer, error) {
	var img image.Image
	if f.IsGray() {
		luma := f.Planes()[0]
		img = &image.Gray{Pix: luma.Pix, Stride: luma.Stride, Rect: image.Rect(0, 0, f.W, f.H)}
	} else {
		img = f.NRGBA() // without Planes before it, which would subsample the chroma of an NRGBA frame
	}
	out := &growing{ctx, pool.Get(f.W * f.H / 2)}
	out.Bytes = out.Bytes[:0]
	if err := pngEncoder.Encode(out, img); err != nil {
		out.Release()
		return nil, err
	}
	return out.Buffer, nil
}

// pngEncoder compresses as fast as possible. It takes a third of the default's time and writes
// a third more bytes: 22 ms and 126 kB for 640×480 of soft gradients, against 63 ms and 93 kB.
var pngEncoder = png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: new(pngBuffers)}

// pngBuffers keeps the encoder's buffers for the next frame.
type pngBuffers struct{ pool sync.Pool }

func (p *pngBuffers) Get() *png.EncoderBuffer {
	b, _ := p.pool.Get().(*png.EncoderBuffer)
	return b // nil if the pool is empty: the encoder then makes a buffer
}

func (p *pngBuffers) Put(b *png.EncoderBuffer) { p.pool.Put(b) }

// growing is a buffer that is written to its end, and grows until its context ends.
type growing struct {
	ctx context.Context
	*pool.Buffer
}

func (g *growing) Write(p []byte) (int, error) {
	if err := g.ctx.Err(); err != nil {
		return 0, err
	}
	n := len(g.Bytes)
	if n+len(p) > cap(g.Bytes) {
		g.Buffer = g.Grow(max(n+len(p), 2*n))
	}
	g.Bytes = append(g.Bytes[:n], p...)
	return len(p), nil
}
