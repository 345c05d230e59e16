package video

import (
	"errors"
	"io"
	"strconv"

	"framepost/api/mjpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// take reads pictures until the stream ends, and returns why: nil at its end, and when no more
// are wanted.
func (s *Stream) take(in io.Reader, put func(*piece) bool) error {
	from, boundary := parts(in)
	r := mjpeg.NewReader(from, boundary, s.options.MaxBytes)
	for size := 0; ; { // of the picture before
		b := &buffer{pool.Get(size)}
		b.Bytes = b.Bytes[:0]
		err := r.Next(b)
		s.rubbish.Store(r.Rubbish())
		var lost *mjpeg.LostError
		if err != nil && !errors.As(err, &lost) {
			b.Release()
			if err == io.EOF {
				return nil
			}
			return err
		}
		s.read.Add(1)
		p := &piece{body: b.Buffer}
		if lost != nil {
			p.err = s.lost(lost.Err)
		} else {
			size = len(b.Bytes)
		}
		if !put(p) {
			b.Release()
			return nil
		}
	}
}

// replaced leaves a picture out, as a newer one has come.
func (s *Stream) replaced(p *piece) {
	p.body.Release()
	s.skipped.Add(1)
}

// lost returns the error of a picture that was not read whole.
func (s *Stream) lost(err error) error {
	if errors.Is(err, mjpeg.ErrTooLarge) {
		return &wire.Error{Code: wire.TooLarge, Detail: "the picture has more than " + strconv.Itoa(s.options.MaxBytes) +
			" bytes, the most that one may have"}
	}
	return err
}

// buffer is a picture that is being read.
type buffer struct{ *pool.Buffer }

func (b *buffer) Write(piece []byte) (int, error) {
	n := len(b.Bytes)
	if n+len(piece) > cap(b.Bytes) {
		b.Buffer = b.Grow(max(n+len(piece), 2*n))
	}
	b.Bytes = append(b.Bytes[:n], piece...)
	return len(piece), nil
}
