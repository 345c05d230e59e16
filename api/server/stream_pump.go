package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"framepost/api/inorder"
	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/server/admission"
	"framepost/api/wire"
)

// stream is one stream while it is answered. Pictures go through three stages: they are read,
// processed, several at once, and written in the order in which they came.
type stream struct {
	server  *Server
	request *http.Request
	query   query
	account account
	viewer  admission.Viewer
	budget  time.Duration // of each picture

	maxBytes, maxSource, maxPixels int // of each picture; 0: no limit but the server's

	begun  atomic.Int64 // pictures
	out    *departures
	gone   func() // has the end of the request's context end the stream
	counts counts
	last   pipeline.Answer // that was good, where it may stand for others; without a Body there is none
	// refused is why the last picture was left out that was.
	refused error
}

// source is where the pictures of a stream come from.
type source interface {
	// next returns the next picture, in a buffer of the stream's account, and how long it took
	// to arrive. The error is io.EOF at the end, and an *mjpeg.LostError for a picture that is
	// lost while the stream goes on. It returns soon after ctx is done.
	next(ctx context.Context) (body *pool.Buffer, receive time.Duration, err error)
	// rubbish returns how many bytes of the source were no picture's.
	rubbish() int64
}

// piece is a picture on its way through the stages.
type piece struct {
	body    *pool.Buffer
	receive time.Duration // that it took to arrive
	answer  pipeline.Answer
	err     error // set before it is begun, if it is lost
}

// pump moves pictures from a source to the client. It returns why there are no more: nil at
// the end of the source. When it returns, nothing of the stream is under way.
//
// Two contexts end it. Where reading is done, what has been read is answered still; where ctx
// is, nothing is, and cancel is how a client that has gone ends it.
func (st *stream) pump(ctx, reading context.Context, cancel context.CancelFunc, from source) error {
	var end, failed error
	inorder.Stages[*piece]{
		// One for each worker, and one that takes the place of the first while its answer is
		// written. The others wait in the flow control of the connection.
		AtOnce:   st.server.config.workers() + 1,
		Live:     st.query.flow.live,
		Replaced: st.replaced,
		Take: func(put func(*piece) bool) {
			end = st.read(reading, from, put)
			switch {
			case isGone(end):
				cancel()
			case end == nil:
				st.gone()
			}
		},
		Work: func(p *piece) { st.process(ctx, p) },
		Give: func(p *piece) {
			if failed == nil {
				if failed = st.write(p); failed != nil {
					cancel()
				}
			}
			st.account.release(p.answer.Body)
		},
	}.Run(context.Background()) // to the end, for the memory of pictures that are not answered is given back too
	st.account.release(st.last.Body)
	if failed != nil {
		return failed
	}
	return end
}

// read takes pictures from the source, and returns why there are no more.
func (st *stream) read(reading context.Context, from source, put func(*piece) bool) error {
	for thin := newThinner(st.query.flow.fps); ; {
		body, receive, err := from.next(reading)
		var lost *mjpeg.LostError
		if err != nil && !errors.As(err, &lost) {
			return st.ended(reading, err)
		}
		st.counts.read.Add(1)
		if !thin.takes(time.Now()) {
			st.account.release(body)
			st.skip()
			continue
		}
		p := &piece{body: body, receive: receive}
		if lost != nil {
			p.err = st.lost(lost.Err)
		}
		put(p)
	}
}

// replaced leaves a picture out, as a newer one has come.
func (st *stream) replaced(p *piece) {
	st.account.release(p.body)
	st.skip()
}

// lost returns what is to be said of a picture that could not be read whole.
func (st *stream) lost(err error) error {
	if errors.Is(err, mjpeg.ErrTooLarge) {
		return tooLarge(st.maxBytes)
	}
	return err
}

// ended returns why a stream ends whose source has returned an error.
func (st *stream) ended(reading context.Context, err error) error {
	var coded *wire.Error
	switch {
	case err == io.EOF:
		return nil
	case reading.Err() != nil:
		return context.Cause(reading)
	case errors.As(err, &coded):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &wire.Error{Code: wire.Timeout, Detail: "no whole picture came for " + st.server.config.StreamIdle.String()}
	}
	return errGone
}

// errGone is the error of a connection, which tells no more than that nobody is there.
var errGone = fmt.Errorf("the client has gone: %w", context.Canceled)

// isGone reports whether a stream ends because its client has gone.
func isGone(end error) bool { return errors.Is(end, context.Canceled) }
