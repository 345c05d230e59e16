package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"framepost/api/wire"
)

// abandon sends a frame and returns the function that drops it: over HTTP/2 a RST_STREAM,
// over HTTP/1.1 a closed connection.
func abandon(t *testing.T, c client) (drop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+wire.PathFrame, strings.NewReader(jpegLike(5000)))
		if err != nil {
			t.Error(err)
			return
		}
		resp, err := c.http.Do(r)
		if err == nil {
			resp.Body.Close()
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the dropped request ended with %v", c.name, err)
		}
	}()
	return func() { cancel(); <-gone }
}

// A request that is abandoned while it waits never reaches the pipeline, and one that
// is being processed sees its context end: neither costs what nobody looks at.
func TestAbandoned(t *testing.T) {
	c := small()
	c.Workers = 1
	h := newHold()
	s := start(t, c, h)
	for _, c := range s.clients(t) {
		t.Run(c.name, func(t *testing.T) {
			dropFirst := abandon(t, c)
			inFlight := <-h.entered
			dropSecond := abandon(t, c)
			wait(t, "the second is in the queue", func() bool { return s.queued() == 1 })

			dropSecond()
			wait(t, "the second has left the queue", func() bool { return s.queued() == 0 })
			if err := inFlight.Err(); err != nil {
				t.Errorf("the first ended with the second: %v", err)
			}
			dropFirst()
			<-inFlight.Done()
			s.settled(t)
			if n := len(h.entered); n != 0 {
				t.Errorf("%d abandoned frames reached the pipeline", n)
			}
			if !strings.Contains(s.log.String(), `"status":499`) {
				t.Error("no line in the log says that the client had gone")
			}
		})
	}
}

// A body that ends in the middle, because its sender has gone, leaves nothing behind.
func TestAbandonedBody(t *testing.T) {
	s := start(t, small(), fake{})
	for _, c := range s.clients(t) {
		ctx, cancel := context.WithCancel(t.Context())
		body, sender := io.Pipe()
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+wire.PathFrame, body)
			if err != nil {
				t.Error(err)
				return
			}
			if resp, err := c.http.Do(r); err == nil {
				resp.Body.Close()
			}
		}()
		if _, err := sender.Write([]byte(jpegLike(5000))); err != nil {
			t.Fatal(err)
		}
		wait(t, "the body is being read", func() bool { return s.memory.inUse() > 0 })
		cancel()
		sender.CloseWithError(errors.New("gone"))
		<-gone
		s.settled(t)
	}
}
