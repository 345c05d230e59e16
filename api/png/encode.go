package png

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zlib"

	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/pool"
)

// Encode writes a frame as PNG with 8 bits a sample: one for a grey frame, three for others.
// It compresses as fast as it can, since a frame is sent once and seen by one. It returns the
// error of ctx if that ends before the picture is written.
//
// image/png, at its fastest, takes three times as long: it tries all five filters a byte at a
// time, and compress/flate looks longer for repetitions, which photos do not have.
func Encode(ctx context.Context, f *frame.Frame) (*pool.Buffer, error) {
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	return e.encode(ctx, f)
}

// encoder keeps what the next frame can use again: the compressor, which has tables of 1 MB,
// and the rows.
type encoder struct {
	file  *pool.Buffer
	z     *zlib.Writer
	rows  [2][]byte // the current row and the one above it, without the filter's type
	tries [3][]byte // each filter's result, with its type
	rgba  []byte
}

var encoders = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return &encoder{z: z}
}}

// filters are tried for each row. The average of left and above is rarely the best for photos,
// nor is no filter, except for few colours, which compress well anyway.
var filters = [3]byte{kernel.FilterSub, kernel.FilterUp, kernel.FilterPaeth}

// bandBytes is how much is compressed before the context is asked again: 1 ms of work.
const bandBytes = 64 << 10

func (e *encoder) encode(ctx context.Context, f *frame.Frame) (*pool.Buffer, error) {
	gray := f.IsGray()
	pixel, colourType := 3, byte(2)
	if gray {
		pixel, colourType = 1, 0
	}
	width := pixel * f.W
	e.size(width, 4*f.W)
	e.file = pool.Get(width*f.H/2 + 4096) // photos take 1.2 bytes a pixel
	e.file.Bytes = append(e.file.Bytes[:0], signature...)

	header := binary.BigEndian.AppendUint32(nil, uint32(f.W))
	header = binary.BigEndian.AppendUint32(header, uint32(f.H))
	header = append(header, 8, colourType, 0, 0, 0)
	e.begin("IHDR")
	e.Write(header)
	e.end(len(signature))

	data := len(e.file.Bytes)
	e.begin("IDAT")
	e.z.Reset(e)
	clear(e.rows[1])
	for y, since := 0, 0; y < f.H; y, since = y+1, since+width {
		if since >= bandBytes {
			since = 0
			if err := ctx.Err(); err != nil {
				e.file.Release()
				return nil, err
			}
		}
		if gray {
			copy(e.rows[0], f.Planes()[0].Row(y))
		} else {
			kernel.RGBAToRGB(e.rows[0], f.PixelRow(e.rgba, y))
		}
		e.z.Write(e.filter(pixel)) // Write of the encoder returns no error
		e.rows[0], e.rows[1] = e.rows[1], e.rows[0]
	}
	e.z.Close()
	e.end(data)

	last := len(e.file.Bytes)
	e.begin("IEND")
	e.end(last)
	file := e.file
	e.file = nil
	return file, nil
}

func (e *encoder) size(width, rgba int) {
	fit := func(row *[]byte, n int) {
		if cap(*row) < n {
			*row = make([]byte, n)
		}
		*row = (*row)[:n]
	}
	for i := range e.rows {
		fit(&e.rows[i], width)
	}
	for i := range e.tries {
		fit(&e.tries[i], 1+width)
	}
	fit(&e.rgba, rgba)
}

// filter returns the filter's type and the filtered row whose magnitudes have the smallest sum.
func (e *encoder) filter(pixel int) []byte {
	best, least := 0, 0
	for i, filter := range filters {
		e.tries[i][0] = filter
		if sum := kernel.FilterRow(filter, e.tries[i][1:], e.rows[0], e.rows[1], pixel); i == 0 || sum < least {
			best, least = i, sum
		}
	}
	return e.tries[best]
}

// begin starts a chunk, whose length is not known yet.
func (e *encoder) begin(kind string) {
	e.Write([]byte{0, 0, 0, 0})
	e.file.Bytes = append(e.file.Bytes, kind...)
}

// end completes the chunk that begins at start.
func (e *encoder) end(start int) {
	chunk := e.file.Bytes[start:]
	binary.BigEndian.PutUint32(chunk, uint32(len(chunk)-8))
	e.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk[4:])))
}

// Write appends to the file.
func (e *encoder) Write(p []byte) (int, error) {
	n := len(e.file.Bytes)
	if n+len(p) > cap(e.file.Bytes) {
		e.file = e.file.Grow(max(n+len(p), n+n/2))
	}
	e.file.Bytes = append(e.file.Bytes[:n], p...)
	return len(p), nil
}
