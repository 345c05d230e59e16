package png

import (
	"context"
	"slices"
	"sync"

	"framepost/api/frame"
	"framepost/api/inflate"
	"framepost/api/kernel"
)

// Decode decodes a file whose header is h, at 1/shrink of its size (1, 2, 4 or 8), as
// frame.Rows does. The frame is h.W×h.H px, as stored, before Orientation. It is grey, or has
// 4:2:0 chroma, or 4:4:4 chroma if it is reduced. Transparent pixels become white; samples of
// 16 bits are cut to their upper 8. Of a truncated or damaged file it shows the complete rows,
// and white below; if the file is interlaced, it shows the passes that are there. If there is
// not a single row, the error is a *wire.Error with the code Undecodable. Or it is that of ctx,
// which is asked every few rows.
//
// Decode needs the memory of the frame and, if the file is interlaced, of the picture at full
// size.
func Decode(ctx context.Context, file []byte, h Header, shrink int) (*frame.Frame, error) {
	switch {
	case h.pixels == 0:
		return nil, undecodable("the PNG ends, or breaks off, before its pixels (no IDAT chunk)")
	case h.Colour == Palette && len(h.palette) == 0:
		return nil, undecodable("the PNG's palette (PLTE) is missing before its pixels")
	}
	d := decoders.Get().(*decoder)
	defer d.release()
	d.reset(file, h)
	if h.Interlaced {
		return d.interlaced(ctx, shrink)
	}
	d.beginPass(h.W)
	row, ok := d.next()
	if !ok {
		return nil, noPixels()
	}
	rows := frame.NewRows(h.W, h.H, shrink, h.Colour.gray())
	for y := 1; ok; y++ {
		if kernel.Ended(ctx, y) {
			rows.Discard()
			return nil, ctx.Err()
		}
		d.convert(rows.Row(), row)
		rows.Next()
		if y == h.H {
			break
		}
		row, ok = d.next()
	}
	return rows.Frame(), nil
}

func noPixels() error {
	return undecodable("the PNG breaks off, or is damaged, before the first of its rows is whole")
}

// decoder holds the memory for decoding one picture. It is reused for the next.
type decoder struct {
	header     Header
	compressed inflate.Reader
	parts      [][]byte // compressed data, in several parts
	pixel      int      // bytes of a pixel, at least 1: the distance that filters use

	row, above []byte // unfiltered rows in the format of the file

	mapped  bool // whether samples are indexes of gray
	gray    [256]byte
	palette [256][4]byte // colours on white
	indexes []byte       // of a row, if the file has less than a byte for each
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func (d *decoder) reset(file []byte, h Header) {
	d.header = h
	bits := h.Colour.samples() * h.Depth
	d.pixel = max(bits/8, 1)
	longest := 1 + rowBytes(h.W, bits)
	d.row, d.above = slices.Grow(d.row[:0], longest), slices.Grow(d.above[:0], longest)
	d.parts = appendPixelData(d.parts[:0], file, h.pixels)
	d.compressed.Reset(longest, d.parts...)
	d.makeTables()
}

// release drops all references to the picture, so that its memory can be freed.
func (d *decoder) release() {
	d.header = Header{}
	clear(d.parts)
	d.compressed.Release()
	decoders.Put(d)
}

func rowBytes(w, bits int) int { return (w*bits + 7) / 8 }

// appendPixelData appends the contents of the IDAT chunks from pos on, without the zlib header.
// It does not check their checksums: damaged data are shown as they are.
func appendPixelData(parts [][]byte, file []byte, pos int) [][]byte {
	skip := zlibHeader
	for {
		c, next, ok := nextChunk(file, pos)
		if !ok || string(c.kind) == "IEND" {
			return parts
		}
		if pos = next; string(c.kind) == "IDAT" {
			n := min(skip, len(c.data))
			parts, skip = append(parts, c.data[n:]), skip-n
		}
	}
}

// beginPass begins a picture, or a pass of an interlaced one, that is w pixels wide. The row
// above its first one is all 0.
func (d *decoder) beginPass(w int) {
	n := rowBytes(w, d.header.Colour.samples()*d.header.Depth)
	d.row, d.above = d.row[:n], d.above[:n]
	clear(d.above)
}

// next returns the next row, unfiltered, which is valid until the next call. ok is false if the
// data are truncated or damaged.
func (d *decoder) next() (row []byte, ok bool) {
	n := len(d.row)
	filtered, err := d.compressed.Next(1 + n)
	if err != nil || filtered[0] > kernel.FilterPaeth {
		return nil, false
	}
	kernel.Unfilter(filtered[0], d.row, filtered[1:], d.above, d.pixel)
	d.row, d.above = d.above, d.row
	return d.above, true
}
