package png

import (
	"slices"
	"sync"

	"framepost/api/frame"
	"framepost/api/inflate"
	"framepost/api/kernel"
)

// Decode decodes a file, whose header ParseHeader has returned, at 1/shrink of its size
// (1, 2, 4 or 8) as frame.Rows does: the frame is h.W×h.H px, as stored, before
// Orientation, grey or, in colour, 4:2:0 or, reduced, 4:4:4. What is transparent shows
// white, and of a sample of 16 bits the upper 8. A file that breaks off, or is damaged, is
// shown as far as its whole rows go, and white below, or, interlaced, as coarse as it has
// come. The error is a *wire.Error, Undecodable, when not even one row has come.
//
// Memory grows with the frame, and with the full size when the file is interlaced.
func Decode(file []byte, h Header, shrink int) (*frame.Frame, error) {
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
		return d.interlaced(shrink)
	}
	d.beginPass(h.W)
	row, ok := d.next()
	if !ok {
		return nil, noPixels()
	}
	rows := frame.NewRows(h.W, h.H, shrink, h.Colour.gray())
	for y := 1; ok; y++ {
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

// decoder holds what decoding one picture takes, and is used again for the next.
type decoder struct {
	header     Header
	compressed inflate.Reader
	parts      [][]byte // of what is compressed
	pixel      int      // bytes of a pixel, 1 when it is less: what filters go by

	row, above []byte // of bytes as the file has them, unfiltered

	mapped  bool // whether samples are the indexes of gray
	gray    [256]byte
	palette [256][4]byte // on white
	indexes []byte       // of a row, when they are less than a byte in the file
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

// release keeps nothing alive that belongs to a picture.
func (d *decoder) release() {
	d.header = Header{}
	clear(d.parts)
	d.compressed.Release()
	decoders.Put(d)
}

func rowBytes(w, bits int) int { return (w*bits + 7) / 8 }

// appendPixelData appends what the IDAT chunks from pos on hold together, but for the header
// that zlib puts in front. Their checksums are not looked at: what is damaged is shown as it
// is.
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

// beginPass begins a picture, or a pass of an interlaced one, that is w pixels wide. Above
// its first row all is 0.
func (d *decoder) beginPass(w int) {
	n := rowBytes(w, d.header.Colour.samples()*d.header.Depth)
	d.row, d.above = d.row[:n], d.above[:n]
	clear(d.above)
}

// next returns the next row, unfiltered, until the next call; ok is false where the file
// breaks off or is damaged.
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
