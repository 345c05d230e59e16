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

	"framepost/api/inorder"
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
	answer pipeline.Answer
	err    error // set before it is begun, if it is lost
}

// Run processes the stream to its end. It is called once. Once ctx is done no picture is begun,
// those under way are written still, and Run returns nil: a call of Read that has not returned
// is left to itself.
//
// A picture that is not answered is an error where Options.OnError says so; and where it is the
// first one, unless it is damaged: what a chain or a limit refuses once it refuses every time.
func (s *Stream) Run(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	working, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	workers := make(chan struct{}, s.options.Workers)
	w := mjpeg.NewWriter(out, "")
	var end, failed error
	ended := inorder.Stages[*piece]{
		AtOnce:   4 * s.options.Workers, // as many are ready when one before them takes its time
		Live:     s.options.Live,
		Take:     func(put func(*piece) bool) { end = s.take(in, put) },
		Replaced: s.replaced,
		Work: func(p *piece) {
			workers <- struct{}{}
			s.process(working, p)
			<-workers
		},
		Give: func(p *piece) {
			if failed == nil {
				if failed = s.write(w, p); failed != nil {
					stop()
					giveUp()
				}
			}
			p.answer.Body.Release()
		},
	}.Run(ctx)
	s.last.Body.Release()
	switch {
	case failed != nil || !ended:
		return failed
	case s.answered.Load() == 0:
		return cmp.Or(end, s.refused, ErrNoPicture)
	}
	return end
}

// process has a picture answered.
func (s *Stream) process(ctx context.Context, p *piece) {
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
