package webp

import (
	"bytes"
	"context"
	"image"
	"io"

	"framepost/api/frame"
	"framepost/api/kernel"

	"golang.org/x/image/vp8"
	"golang.org/x/image/vp8l"
)

// Decode decodes the picture whose header is h: a 4:2:0 frame of h.W×h.H px, as stored, before
// Orientation. Transparent pixels become white, and so does the part of the canvas that a first
// frame does not cover, or that is missing in a truncated file. If there is nothing to show,
// the error is a *wire.Error with the code Undecodable. Or it is that of ctx, which is asked
// whenever a lossless bitstream is read on, and between the steps: nothing stops the decoder of
// lossy ones on its way.
func Decode(ctx context.Context, h Header) (*frame.Frame, error) {
	f, err := h.picture.decode(ctx)
	if ended := ctx.Err(); ended != nil {
		if err == nil {
			f.Release()
		}
		return nil, ended
	}
	if err != nil {
		return nil, undecodable("the WebP's pixels are damaged, or break off before the first of them: " + err.Error())
	}
	if f.W == h.W && f.H == h.H {
		return f, nil
	}
	canvas := frame.New(h.W, h.H, frame.YUV420)
	for i, p := range canvas.Planes() {
		part, x, y := f.Planes()[i], h.x, h.y
		if i > 0 {
			x, y = x/2, y/2
		}
		for row := range p.H {
			fill(p.Row(row), white(i))
		}
		for row := range part.H {
			copy(p.Row(y + row)[x:], part.Row(row))
		}
	}
	f.Release()
	return canvas, nil
}

// white returns the value of white in plane i.
func white(i int) byte {
	if i == 0 {
		return 255
	}
	return 128
}

func fill(row []byte, v byte) {
	for i := range row {
		row[i] = v
	}
}

func (p *picture) decode(ctx context.Context) (*frame.Frame, error) {
	switch {
	case p.missing > 0 && p.lossless:
		return p.decodeCutLossless(ctx)
	case p.missing > 0:
		return p.decodeCutLossy(ctx)
	case p.lossless:
		img, err := decodeLossless(ctx, bytes.NewReader(p.data))
		if err != nil {
			return nil, err
		}
		return p.onWhite(img, p.h), nil
	}
	return p.decodeLossy(ctx, p.data)
}

func decodeLossless(ctx context.Context, r io.Reader) (*image.NRGBA, error) {
	img, err := vp8l.Decode(reader{ctx, r})
	if err != nil {
		return nil, err
	}
	return img.(*image.NRGBA), nil
}

// reader reads until its context ends. It has no ReadByte, so that its user reads thousands of
// bytes at a time.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// onWhite makes a frame of the first known rows of a picture; the other rows are white.
func (p *picture) onWhite(img *image.NRGBA, known int) *frame.Frame {
	rows := frame.NewRows(p.w, p.h, 1, false)
	for y := range known {
		copy(rows.Row(), img.Pix[y*img.Stride:])
		kernel.OnWhite(rows.Row())
		rows.Next()
	}
	return rows.Frame()
}

func (p *picture) decodeLossy(ctx context.Context, data []byte) (*frame.Frame, error) {
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(data), len(data))
	if _, err := d.DecodeFrameHeader(); err != nil {
		return nil, err
	}
	img, err := d.DecodeFrame()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	kernel.Map(img.Y, &fullLuma)
	kernel.Map(img.Cb, &fullChroma)
	kernel.Map(img.Cr, &fullChroma)
	cw, ch := frame.YUV420.ChromaSize(p.w, p.h)
	f := frame.Of(frame.YUV420,
		frame.Plane{Pix: img.Y, Stride: img.YStride, W: p.w, H: p.h},
		frame.Plane{Pix: img.Cb, Stride: img.CStride, W: cw, H: ch},
		frame.Plane{Pix: img.Cr, Stride: img.CStride, W: cw, H: ch})
	if alpha := p.decodeAlpha(ctx); alpha != nil {
		layOnWhite(f, alpha)
	}
	return f, nil
}

// fullLuma and fullChroma convert samples from the range of video, which WebP uses (luma
// 16–235, chroma 16–240; RFC 9649, section 2.5, names BT.601), to the full range of JPEG.
var fullLuma, fullChroma = func() (luma, chroma [256]byte) {
	for i := range 256 {
		luma[i] = byte(min(max((float64(i)-16)*255/219+0.5, 0), 255))
		chroma[i] = byte(min(max((float64(i)-128)*255/224+128.5, 0), 255))
	}
	return luma, chroma
}()
