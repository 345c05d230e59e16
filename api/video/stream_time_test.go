package video

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
)

// send writes pictures to a stream, one by one, each when the one before has been taken.
func send(t *testing.T, to io.Writer, list string) {
	t.Helper()
	if _, err := io.WriteString(to, stills(list)); err != nil {
		t.Error(err)
	}
	synctest.Wait()
}

// Of a live stream the newest picture goes next.
func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		enough := make(chan struct{})
		p := fake(func(string) error {
			<-enough
			return nil
		})
		o := options()
		o.Live = true
		in, writer := io.Pipe()
		var out bytes.Buffer
		s, ended := New(p, o), make(chan error)
		go func() { ended <- s.Run(t.Context(), in, &out) }()
		for _, list := range []string{"a", "b", "c d", "e"} {
			send(t, writer, list)
		}
		close(enough)
		synctest.Wait()
		writer.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if got := words(t, out.String()); got != "A E" {
			t.Errorf("it shows %s", got)
		}
		if got, want := s.Counts(), (Counts{Read: 5, Answered: 2, Skipped: 3}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// stuck is a reader of answers that has stopped reading; closing it ends it.
type stuck chan struct{}

func (s stuck) Write([]byte) (int, error) {
	<-s
	return 0, io.ErrClosedPipe
}

// Where nobody reads the answers no more than a few pictures are held, however many come.
// When the reader goes, the stream ends, though nothing comes.
func TestReaderThatStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, writer := io.Pipe()
		defer writer.Close()
		s, ended, out := New(picky, options()), make(chan error), make(stuck)
		go func() { ended <- s.Run(t.Context(), in, out) }()
		go func() {
			for {
				if _, err := io.WriteString(writer, still("a")); err != nil {
					return
				}
			}
		}()
		synctest.Wait()
		// 4 are begun for each worker, and the one that is read next waits for room.
		if got := s.Counts().Read; got != 13 {
			t.Errorf("%d pictures are held", got)
		}
		close(out)
		if err := <-ended; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("it ends with %v", err)
		}
	})
}

// An interrupted stream writes what has been read, and does not wait for a picture that
// does not come.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		enough := make(chan struct{})
		p := fake(func(string) error {
			<-enough
			return nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		in, writer := io.Pipe()
		defer writer.Close()
		var out bytes.Buffer
		s, ended := New(p, options()), make(chan error)
		go func() { ended <- s.Run(ctx, in, &out) }()
		send(t, writer, "a b")
		cancel()
		synctest.Wait()
		close(enough)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if got := words(t, out.String()); got != "A B" {
			t.Errorf("it writes %s", got)
		}
	})
}
