package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"framepost/api/pipeline"
	"framepost/api/video"
	"framepost/api/wire"
)

const pipeUsage = `framepost pipe runs operations on a video: it reads MJPEG from stdin, which is JPEG files one
after the other, or the parts of a multipart stream, and writes MJPEG to stdout. Pictures are
processed in parallel, and written in order.

  framepost pipe --ops resize:320,gray < in.mjpeg > out.mjpeg
  ffmpeg -i film.mp4 -q:v 3 -f mjpeg - | framepost pipe --preset privacy | ffmpeg -f mjpeg -i - out.mp4

At the end it writes to stderr what became of the pictures. Settings of the environment apply as
they do to the server, as FRAMEPOST_MAX_BYTES and FRAMEPOST_WORKERS. It ends well at the end of
stdin, at Ctrl-C, and when nobody reads stdout any more.

`

// grace is how long a stream may take to write what is under way when it is interrupted: who
// reads it may have stopped.
const grace = 2 * time.Second

// pipe answers the subcommand.
func pipe(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	c, err := readSettings(con.environ)
	if err != nil {
		return err
	}
	var w work
	o, err := parsePipe(flags, args, &w)
	if err != nil {
		return err
	}
	processor, job, err := w.job(ctx, &c, pipeline.JPEG)
	if err != nil {
		return err
	}
	o.Job, o.Workers, o.MaxBytes = job, c.workers(), c.Server.MaxBytes
	signal.Ignore(syscall.SIGPIPE) // of stdout it ends the program: os/signal, "SIGPIPE"
	s := video.New(processor, o)
	ended := make(chan error, 1)
	began := time.Now()
	go func() { ended <- s.Run(ctx, con.stdin, con.stdout) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		select {
		case err = <-ended:
		case <-time.After(grace):
			err = errors.New("what was under way is lost, since nobody reads it")
		}
	}
	describePipe(con.stderr, s.Counts(), time.Since(began))
	switch {
	case errors.Is(err, syscall.EPIPE):
		return nil
	case err != nil:
		return fmt.Errorf("pipe: %w", err)
	}
	if refused := s.Refused(); refused != nil {
		fmt.Fprintln(con.stderr, "the last picture that has no answer:", refused)
	}
	return nil
}

func parsePipe(flags *flag.FlagSet, args []string, w *work) (o video.Options, err error) {
	w.flags(flags)
	flags.BoolVar(&o.Live, "live", false, "take the newest picture next and skip those before it; else every one is answered")
	flags.StringVar(&o.OnError, "on-error", wire.OnErrorRepeat, "what stands for a broken picture, `repeat`, skip or stop: the last good answer, nothing, or the end")
	operands, err := parse(flags, args)
	allowed := []string{wire.OnErrorRepeat, wire.OnErrorSkip, wire.OnErrorStop}
	switch {
	case err != nil:
		return o, err
	case len(operands) > 0:
		err = fmt.Errorf("unknown argument %q; the video is read from stdin", operands[0])
	case !slices.Contains(allowed, o.OnError):
		err = fmt.Errorf("--on-error is %q; allowed is %s", o.OnError, strings.Join(allowed, ", "))
	}
	if err != nil {
		return o, misuse{err}
	}
	return o, nil
}

func describePipe(w io.Writer, c video.Counts, took time.Duration) {
	fmt.Fprintf(w, "pictures: %d read, %d answered, %d repeated, %d skipped in %.1f s, %.1f a second",
		c.Read, c.Answered, c.Repeated, c.Skipped, took.Seconds(), float64(c.Answered)/took.Seconds())
	if c.Rubbish > 0 {
		fmt.Fprintf(w, "; %d bytes were no picture's", c.Rubbish)
	}
	fmt.Fprintln(w)
}
