package sidecar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// testMessage returns what a test sends.
func testMessage() pipeline.Message {
	return pipeline.Message{Type: "image/jpeg", W: 4, H: 3, Args: []wire.Arg{{Key: "level", Value: "50%"}, {Key: "text", Value: "a&b=ü"}},
		Body: []byte("a frame"), Limit: 1000}
}

// started returns a client of a sidecar that answers as handler does, over TCP or a Unix socket.
func started(t *testing.T, socket bool, handler http.HandlerFunc) *client {
	t.Helper()
	s := Sidecar{Name: "look", Timeout: time.Minute, Concurrency: 2, Answer: AnswerPicture}
	server := httptest.NewUnstartedServer(handler)
	if socket {
		s.Address.Socket = filepath.Join(t.TempDir(), "s")
		listener, err := net.Listen("unix", s.Address.Socket)
		if err != nil {
			t.Fatal(err)
		}
		server.Listener.Close()
		server.Listener = listener
	}
	server.Start()
	t.Cleanup(server.Close)
	var err error
	address := server.URL
	if socket {
		address = "http://localhost"
	}
	if s.Address.URL, err = url.Parse(address + "/look?model=small"); err != nil {
		t.Fatal(err)
	}
	c := newClient(s, slog.New(slog.DiscardHandler))
	t.Cleanup(c.transport.CloseIdleConnections)
	return c
}

// wantReason checks the error of a call.
func wantReason(t *testing.T, err error, want wire.Reason) {
	t.Helper()
	var e *pipeline.ServiceError
	if !errors.As(err, &e) || e.Reason != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestCall(t *testing.T) {
	for _, socket := range []bool{false, true} {
		c := started(t, socket, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			q := r.URL.Query()
			if err != nil || string(body) != "a frame" || r.Method != http.MethodPost || r.URL.Path != "/look" || r.ContentLength != 7 {
				t.Errorf("it gets %s %s with %q", r.Method, r.URL, body)
			}
			if q.Get("model") != "small" || q.Get("level") != "50%" || q.Get("text") != "a&b=ü" {
				t.Errorf("the query is %v", q)
			}
			if r.Header.Get("Content-Type") != "image/jpeg" || r.Header.Get("Frame-Size") != "4x3" {
				t.Errorf("the headers are %v", r.Header)
			}
			w.Header().Set("Content-Type", "image/png; charset=binary")
			w.Header().Set("Frame-Size", "8x6")
			_, _ = w.Write([]byte("an answer"))
		})
		for range 3 {
			reply, err := c.call(t.Context(), testMessage())
			if err != nil {
				t.Fatal(err)
			}
			if string(reply.Body) != "an answer" || reply.Type != "image/png" || reply.W != 8 || reply.H != 6 {
				t.Errorf("got %+v", reply)
			}
			reply.Done(nil)
		}
	}
}

// TestAnswers has a sidecar answer with and without a length, within the limit and beyond it.
func TestAnswers(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 1001, 1 << 20} {
		for _, chunked := range []bool{false, true} {
			c := started(t, false, func(w http.ResponseWriter, _ *http.Request) {
				if !chunked {
					w.Header().Set("Content-Length", fmt.Sprint(n))
				} else {
					w.(http.Flusher).Flush()
				}
				_, _ = w.Write(bytes.Repeat([]byte("x"), n))
			})
			reply, err := c.call(t.Context(), testMessage())
			if n > 1000 {
				wantReason(t, err, wire.ReasonAnswer)
				continue
			}
			if err != nil || len(reply.Body) != n {
				t.Errorf("%d bytes, chunked %v: got %d, %v", n, chunked, len(reply.Body), err)
				continue
			}
			reply.Done(nil)
		}
	}
}

func TestFailures(t *testing.T) {
	c := started(t, false, func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "cannot\nimport cv2", http.StatusInternalServerError)
	})
	_, err := c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonStatus)
	if !strings.Contains(err.Error(), `500 Internal Server Error: "cannot\nimport cv2`) {
		t.Errorf("the error is %v", err)
	}
	c = started(t, false, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	_, err = c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonStatus)

	c = started(t, false, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, err = c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonDown)

	c = started(t, false, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half of it"))
	})
	_, err = c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonDown)

	c.sidecar.Address.Socket = filepath.Join(t.TempDir(), "nobody")
	c.transport.CloseIdleConnections()
	c = newClient(c.sidecar, slog.New(slog.DiscardHandler))
	_, err = c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonDown)
}

// TestLate has sidecars that never answer: the call ends at the timeout, or with its context.
func TestLate(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // so that the server sees that the client goes
		<-r.Context().Done()
	}
	c := started(t, false, hang)
	c.sidecar.Timeout = 20 * time.Millisecond
	_, err := c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonLate)

	gone := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	c = started(t, false, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		hang(w, r)
		gone <- struct{}{}
	})
	if _, err := c.call(ctx, testMessage()); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	<-gone
}

// TestRoom has two frames at the sidecar and two that wait: a fifth is refused at once, and when
// the first two are done the others follow.
func TestRoom(t *testing.T) {
	entered, leave := make(chan struct{}, 9), make(chan struct{})
	var at, most atomic.Int32
	c := started(t, false, func(http.ResponseWriter, *http.Request) {
		most.Store(max(most.Load(), at.Add(1)))
		entered <- struct{}{}
		<-leave
		at.Add(-1)
	})
	results := make(chan error, 4)
	call := func() {
		reply, err := c.call(t.Context(), testMessage())
		if err == nil {
			reply.Done(nil)
		}
		results <- err
	}
	go call()
	go call()
	<-entered
	<-entered
	go call()
	go call()
	for len(c.room.all) < 4 {
		time.Sleep(time.Millisecond) // until both wait
	}
	_, err := c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonBusy)
	close(leave)
	for range 4 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if most.Load() != 2 {
		t.Errorf("%d frames at once", most.Load())
	}
}

// TestCircuit has a sidecar fail until it is left alone, and come back after a pause.
func TestCircuit(t *testing.T) {
	var broken atomic.Bool
	var calls atomic.Int32
	c := started(t, false, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		if broken.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	broken.Store(true)
	for range trips {
		_, err := c.call(t.Context(), testMessage())
		wantReason(t, err, wire.ReasonStatus)
	}
	for range 10 {
		_, err := c.call(t.Context(), testMessage())
		wantReason(t, err, wire.ReasonOpen)
	}
	if calls.Load() != trips {
		t.Errorf("%d calls, want %d", calls.Load(), trips)
	}
	broken.Store(false)
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		reply, err := c.call(t.Context(), testMessage())
		if err == nil {
			reply.Done(nil)
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("it does not come back")
		}
	}
	// An answer that cannot be used is a failure, too; that nobody waits is none.
	for range trips {
		reply, err := c.call(t.Context(), testMessage())
		if err != nil {
			t.Fatal(err)
		}
		reply.Done(context.Canceled)
	}
	for range trips {
		reply, err := c.call(t.Context(), testMessage())
		if err != nil {
			t.Fatal(err)
		}
		reply.Done(errors.New("no picture"))
	}
	_, err := c.call(t.Context(), testMessage())
	wantReason(t, err, wire.ReasonOpen)
}

// TestStaleConnection has the sidecar close the connection that was kept after a frame: the next
// frame is sent again on a new one.
func TestStaleConnection(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(Sidecar{Name: "look", Timeout: time.Minute, Concurrency: 1, Address: Address{URL: u}}, slog.New(slog.DiscardHandler))
	for range 50 {
		reply, err := c.call(t.Context(), testMessage())
		if err != nil {
			t.Fatal(err)
		}
		reply.Done(nil)
		server.CloseClientConnections()
	}
}

func BenchmarkCall(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		b.Fatal(err)
	}
	c := newClient(Sidecar{Name: "look", Timeout: time.Minute, Concurrency: 1, Address: Address{URL: u}}, slog.New(slog.DiscardHandler))
	m := testMessage()
	m.Body, m.Limit = make([]byte, 40<<10), 1<<20
	b.ReportAllocs()
	for b.Loop() {
		reply, err := c.call(b.Context(), m)
		if err != nil {
			b.Fatal(err)
		}
		reply.Done(nil)
	}
}
