package video

import (
	"context"
	"errors"
	"io"
	"strconv"

	"framepost/api/mjpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// take reads pictures until the stream ends, and returns why: nil at its end, and once ctx is
// done.
func (s *Stream) take(ctx context.Context, in io.Reader, to chan *piece) error {
	from, boundary := parts(in)
	r := mjpeg.NewReader(from, boundary, s.options.MaxBytes)
	size := 0 // of the picture before
	for ctx.Err() == nil {
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
		p := &piece{body: b.Buffer, done: make(chan struct{})}
		if lost != nil {
			p.err = s.lost(lost.Err)
		} else {
			size = len(b.Bytes)
		}
		if s.options.Live {
			s.replace(to, p)
			continue
		}
		select {
		case to <- p:
		case <-ctx.Done():
			b.Release()
		}
	}
	return nil
}

// replace makes a picture the one that goes next.
func (s *Stream) replace(to chan *piece, p *piece) {
	select {
	case older := <-to:
		older.body.Release()
		s.skipped.Add(1)
	default:
	}
	to <- p // there is room: nobody else sends
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
