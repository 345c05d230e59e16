// Package video processes the pictures of an MJPEG stream, several at once, and writes the
// answers as another one, in the order in which the pictures came.
package video

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync/atomic"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Pipeline processes a picture. It is called by several goroutines at once.
type Pipeline interface {
	Process(ctx context.Context, job pipeline.Job) (pipeline.Answer, error)
}

// Options say how the pictures of a stream are processed.
type Options struct {
	Job      pipeline.Job // of each picture, but for its Body; the format is JPEG
	Workers  int          // pictures at once
	MaxBytes int          // of one picture; a larger one counts as broken
	Live     bool         // the newest picture goes next; else every one does
	OnError  string       // what stands for a broken picture: wire.OnErrorRepeat, OnErrorSkip or OnErrorStop
}

// Counts are what became of the pictures of a stream.
type Counts struct {
	Read, Answered int64
	Repeated       int64 // broken ones, in whose place the last good answer stands
	Skipped        int64 // left out
	Rubbish        int64 // bytes that were no picture's
}

// Stream processes one stream. The memory that it takes is that of so many pictures and their
// answers, whatever the stream holds: 4 for each worker, and the one that is read.
type Stream struct {
	pipeline Pipeline
	options  Options

	read, answered, repeated, skipped, rubbish atomic.Int64

	last    pipeline.Answer // that was good, where it may stand for others; without a Body there is none
	refused error           // why the last picture has no answer that has none
}

// New returns a Stream.
func New(p Pipeline, o Options) *Stream { return &Stream{pipeline: p, options: o} }

// Counts returns the counts so far. It may be called at any time.
func (s *Stream) Counts() Counts {
	return Counts{s.read.Load(), s.answered.Load(), s.repeated.Load(), s.skipped.Load(), s.rubbish.Load()}
}

// Refused returns why the last picture has no answer that has none, or nil. It may be called
// when Run has returned.
func (s *Stream) Refused() error { return s.refused }

// ErrNoPicture is the error of a stream that holds none.
var ErrNoPicture = errors.New("the stream holds no JPEG; it is pictures one after the other, as ffmpeg -f mjpeg writes, " +
	"or the parts of a " + mjpeg.TypeParts)

// piece is a picture on its way.
type piece struct {
	body   *pool.Buffer
	done   chan struct{} // is closed when the next two are known
	answer pipeline.Answer
	err    error // set before, if it is lost
}

// Run processes the stream to its end. It is called once. Once ctx is done no picture is begun,
// those under way are written still, and Run returns nil: a call of Read that has not returned
// is left to itself.
//
// A picture that is not answered is an error where Options.OnError says so; and where it is the
// first one, unless it is damaged: what a chain or a limit refuses once it refuses every time.
func (s *Stream) Run(ctx context.Context, in io.Reader, out io.Writer) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	pieces := make(chan *piece, s.waiting())
	var end error // is set before pieces closes
	go func() {
		defer close(pieces)
		end = s.take(working, in, pieces)
	}()
	begun := make(chan struct{}, s.atOnce())
	toDo, inOrder := make(chan *piece, s.atOnce()), make(chan *piece, s.atOnce())
	for range s.options.Workers {
		go func() {
			for p := range toDo {
				s.process(working, p)
			}
		}()
	}
	var ended bool
	go func() {
		defer close(inOrder)
		defer close(toDo)
		ended = s.begin(ctx, working, pieces, begun, func(p *piece) {
			inOrder <- p
			toDo <- p
		})
	}()
	w := mjpeg.NewWriter(out, "")
	var failed error
	for p := range inOrder {
		<-p.done
		if failed == nil {
			if failed = s.write(w, p); failed != nil {
				stop()
			}
		}
		p.answer.Body.Release()
		<-begun
	}
	s.last.Body.Release()
	switch {
	case failed != nil || !ended:
		return failed
	case s.answered.Load() == 0:
		return cmp.Or(end, s.refused, ErrNoPicture)
	}
	return end
}

// waiting is how many pictures may be held until one may be begun: of a live stream the newest.
func (s *Stream) waiting() int {
	if s.options.Live {
		return 1
	}
	return 0
}

// atOnce is how many pictures may have been begun and not been written. While one takes its
// time the other workers go on with those behind it. Of a live stream it is one, or the second
// would be out of date when it is written.
func (s *Stream) atOnce() int {
	if s.options.Live {
		return 1
	}
	return 4 * s.options.Workers
}

// begin calls do for one picture after the other, as long as there is room in begun; who writes
// makes room. It reports whether the stream has ended, rather than a context.
func (s *Stream) begin(ctx, working context.Context, from <-chan *piece, begun chan<- struct{}, do func(*piece)) (ended bool) {
	for {
		begun <- struct{}{}
		select {
		case p, more := <-from:
			if !more {
				return true
			}
			do(p)
		case <-ctx.Done():
			return false
		case <-working.Done():
			return false
		}
	}
}

// process has a picture answered.
func (s *Stream) process(ctx context.Context, p *piece) {
	defer close(p.done)
	defer p.body.Release()
	defer func() {
		if cause := recover(); cause != nil {
			p.err = fmt.Errorf("a defect of this program: %v\n%s", cause, debug.Stack())
		}
	}()
	if p.err != nil {
		return
	}
	job := s.options.Job
	job.Body = p.body.Bytes
	p.answer, p.err = s.pipeline.Process(ctx, job)
}

// write writes what stands for a picture. An error ends the stream.
func (s *Stream) write(to *mjpeg.Writer, p *piece) error {
	if p.err == nil {
		if err := to.Picture(p.answer.Body.Bytes); err != nil {
			return err
		}
		s.answered.Add(1)
		if s.options.OnError == wire.OnErrorRepeat {
			s.last, p.answer = p.answer, s.last // the one before is released in its place
		}
		return nil
	}
	s.refused = p.err
	switch {
	case s.options.OnError == wire.OnErrorStop || s.answered.Load() == 0 && !damaged(p.err):
		return fmt.Errorf("picture %d: %w", s.answered.Load()+s.repeated.Load()+s.skipped.Load()+1, p.err)
	case s.last.Body == nil:
		s.skipped.Add(1)
		return nil
	}
	if err := to.Picture(s.last.Body.Bytes); err != nil {
		return err
	}
	s.repeated.Add(1)
	return nil
}

// damaged reports whether an error is one picture's alone.
func damaged(err error) bool {
	var coded *wire.Error
	return errors.As(err, &coded) && coded.Code == wire.Undecodable
}
