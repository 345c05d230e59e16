package server

import (
	"context"
	"io"
	"net/http"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// arrivals are the pictures of a request's body.
type arrivals struct {
	stream  *stream
	reader  *mjpeg.Reader
	control *http.ResponseController
	size    int // of the last picture
}

func newArrivals(st *stream, boundary string) *arrivals {
	return &arrivals{stream: st, reader: mjpeg.NewReader(st.request.Body, boundary, st.maxBytes),
		control: http.NewResponseController(st.out.w)}
}

func (a *arrivals) rubbish() int64 { return a.reader.Rubbish() }

// next reads a picture. It must come within Config.StreamIdle, from the first byte of what
// stands before it to its last: a body of one byte a second ends with the first of them. The
// time in which nothing is read, because there is no room for more, does not count.
func (a *arrivals) next(ctx context.Context) (*pool.Buffer, time.Duration, error) {
	if ctx.Err() != nil {
		return nil, 0, ctx.Err()
	}
	_ = a.control.SetReadDeadline(time.Now().Add(a.stream.server.config.StreamIdle))
	interrupted := make(chan struct{})
	keep := context.AfterFunc(ctx, func() {
		_ = a.control.SetReadDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	p := &incoming{ctx: ctx, stream: a.stream, expected: a.size}
	err := a.reader.Next(p)
	if !keep() {
		<-interrupted // net/http must not be asked when the handler has returned
	}
	if err == io.EOF {
		_ = a.control.SetReadDeadline(time.Time{}) // or it would end the request in HTTP/1
	}
	if err != nil {
		a.stream.account.release(p.buffer)
		return nil, 0, err
	}
	a.size = len(p.buffer.Bytes)
	a.stream.server.metrics.received.Add(a.size)
	return p.buffer, time.Since(p.began), nil
}

// incoming is a picture that is being read, in a buffer of the stream's account.
type incoming struct {
	ctx      context.Context
	stream   *stream
	expected int // bytes
	buffer   *pool.Buffer
	began    time.Time // of its arrival
}

// Write takes a piece of the picture. Of a stream that is not live no picture is lost because
// there is no memory for it now: the piece waits.
func (p *incoming) Write(piece []byte) (int, error) {
	if p.buffer == nil {
		p.began = time.Now()
		if err := p.move(max(len(piece), min(p.expected, mjpeg.Window))); err != nil {
			return 0, err
		}
	}
	n := len(p.buffer.Bytes)
	if n+len(piece) > cap(p.buffer.Bytes) {
		if err := p.move(max(n+len(piece), 2*n)); err != nil {
			return 0, err
		}
	}
	p.buffer.Bytes = append(p.buffer.Bytes[:n], piece...)
	return len(piece), nil
}

// move goes on in a larger buffer, of n bytes.
func (p *incoming) move(n int) error {
	account, began := p.stream.account, time.Now()
	for {
		larger, err := account.lend(n)
		if err == nil {
			larger.Bytes = larger.Bytes[:0]
			if p.buffer != nil {
				larger.Bytes = append(larger.Bytes, p.buffer.Bytes...)
				account.release(p.buffer)
			}
			p.buffer = larger
			return nil
		}
		patient := !p.stream.query.flow.live && time.Since(began) < p.stream.server.config.Timeout
		if !is(err, wire.Busy) || !patient || !pause(p.ctx) {
			return err
		}
	}
}
