// Package jpeg reads JPEG into frames and writes frames as JPEG (ITU-T T.81).
package jpeg

import (
	"context"
	"sync"

	"framepost/api/frame"
	"framepost/api/pool"
)

// Encode writes f as baseline JFIF, with f's chroma subsampling and without metadata. Quality
// is 1 to 100 on the scale of the Independent JPEG Group; other values are clamped. Neither
// side of f may exceed 65535 px, JPEG's limit. The caller must release the buffer. The error is
// that of ctx, which is asked before each row of MCUs.
func Encode(ctx context.Context, f *frame.Frame, quality int) (*pool.Buffer, error) {
	e := encoders.Get().(*encoder)
	defer e.release()
	e.set(f)
	e.scale(percentOf(quality))
	for i := range e.channels {
		c := &e.channels[i]
		c.codes = classes[min(i, 1)].upTo(c.quant.largest())
	}
	// A camera's picture takes a quarter of a byte per pixel at quality 95.
	out := pool.Get(headerBytes + f.W*f.H/4)
	out.Bytes = e.header(out.Bytes[:0], e.tables(&lumaDC, &lumaAC, &chromaDC, &chromaAC), false)
	for y := range e.mcuRows {
		if err := ctx.Err(); err != nil {
			out.Release()
			return nil, err
		}
		for x := 0; x < e.mcuCols; x += e.stripMCUs {
			n := min(e.stripMCUs, e.mcuCols-x)
			e.transformStrip(x, y, n)
			e.bits.scan(&e.coefs, n, e.pattern)
			out = e.drain(out)
		}
	}
	e.bits.end()
	out = e.drain(out)
	out.Bytes = append(out.Bytes, 0xFF, markerEOI)
	return out, nil
}

// maxBlocks bounds the blocks of a strip: enough that calls cost nothing, few enough to stay in
// the first-level cache.
const maxBlocks = 96

// encoder holds the state of one Encode. The picture is encoded in strips of several MCUs of
// one MCU row: all blocks of a strip are transformed, then coded.
type encoder struct {
	w, h             int // px
	mcuCols, mcuRows int
	stripMCUs        int // even, because the vector transform takes blocks in pairs

	channels []channel
	pattern  []*channel              // the channel of each block of an MCU
	quant    [2]quantiser            // luma, chroma
	coefs    coefficients            // of a strip
	bits     bitWriter               // of a strip
	edge     [8 * 8 * maxBlocks]byte // a row of a strip's blocks at the picture's edge

	within within // of EncodeWithin
	specs  [4]*huffSpec

	channelArray [3]channel
	patternArray [10]*channel
}

// channel is one component of the picture.
type channel struct {
	plane  frame.Plane
	h, v   int // blocks in an MCU, across and down
	quant  *quantiser
	codes  *codes // of Encode
	tables token  // of EncodeWithin: 0 for luma, tokenChroma for chroma
	last   int16  // the last DC value coded

	// Positions in the scan of a strip of the blocks in each of the v rows.
	order [2][maxBlocks]uint8
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// scale sets the quantisers.
func (e *encoder) scale(percent float64) {
	for i, base := range [...]*[64]uint8{&lumaQuant, &chromaQuant} {
		e.quant[i].scale(base, percent)
	}
}

func (e *encoder) set(f *frame.Frame) {
	e.w, e.h = f.W, f.H
	e.bits.reset()

	planes := f.Planes()
	e.channels = e.channelArray[:len(planes)]
	e.pattern = e.patternArray[:0]
	for i, plane := range planes {
		c := &e.channels[i]
		c.plane, c.h, c.v, c.last = plane, 1, 1, 0
		c.quant = &e.quant[min(i, 1)]
		if i == 0 && len(planes) > 1 {
			c.h, c.v = f.Sampling().Step()
		}
		for range c.h * c.v {
			e.pattern = append(e.pattern, c)
		}
	}
	luma := &e.channels[0]
	e.mcuCols = (f.W + 8*luma.h - 1) / (8 * luma.h)
	e.mcuRows = (f.H + 8*luma.v - 1) / (8 * luma.v)
	e.stripMCUs = maxBlocks / len(e.pattern) &^ 1
	e.setOrder()
}

// setOrder arranges the blocks of a strip MCU by MCU (T.81 A.2.3).
func (e *encoder) setOrder() {
	first := 0
	for i := range e.channels {
		c := &e.channels[i]
		for line := range c.v {
			for j := range e.stripMCUs * c.h {
				c.order[line][j] = uint8(j/c.h*len(e.pattern) + first + j%c.h)
			}
			first += c.h
		}
	}
}

// transformStrip fills coefs with the n MCUs from (x, y) on, counted in MCUs.
func (e *encoder) transformStrip(x, y, n int) {
	for i := range e.channels {
		c := &e.channels[i]
		blocks := (n*c.h + 1) &^ 1
		for line := range c.v {
			src, stride := e.source(c.plane, 8*c.h*x, 8*(c.v*y+line), 8*blocks)
			transform(c.quant, &e.coefs, c.order[line][:blocks], src, stride)
		}
	}
}

// source returns 8 rows of w samples of p from (x, y) on. If they reach beyond the plane, it
// returns a copy in which the last column and row are repeated.
func (e *encoder) source(p frame.Plane, x, y, w int) (src []byte, stride int) {
	if x+w <= p.W && y+8 <= p.H {
		return p.Pix[y*p.Stride+x:], p.Stride
	}
	stride = len(e.edge) / 8
	for i := range 8 {
		row := p.Row(min(y+i, p.H-1))
		dst := e.edge[i*stride:][:w]
		for j := copy(dst, row[x:]); j < w; j++ {
			dst[j] = row[p.W-1]
		}
	}
	return e.edge[:], stride
}

// drain moves the bytes of the strip to out.
func (e *encoder) drain(out *pool.Buffer) *pool.Buffer {
	n := len(out.Bytes)
	out = out.Grow(n + 2*e.bits.pos)
	n += stuff(out.Bytes[n:], e.bits.bytes[:e.bits.pos])
	out.Bytes = out.Bytes[:n]
	e.bits.pos = 0
	return out
}

// release drops all references to the frame, so that its memory can be freed.
func (e *encoder) release() {
	for i := range e.channels {
		e.channels[i].plane = frame.Plane{}
	}
	encoders.Put(e)
}
