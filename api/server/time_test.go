package server

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// overEach runs a test in simulated time over each protocol.
func overEach(t *testing.T, c Config, p func() Pipeline, test func(t *testing.T, s *service, c client)) {
	for _, pick := range []func(*service, testing.TB) client{(*service).http1, (*service).h2c, (*service).h2} {
		synctest.Test(t, func(t *testing.T) {
			s := simulate(t, c, p())
			client := pick(s, t)
			test(t, s, client)
			s.settled(t)
			if t.Failed() {
				t.Log("over " + client.name)
			}
		})
	}
}

func TestBusyAndLate(t *testing.T) {
	c := small()
	c.Workers, c.Queue = 1, 1
	var h hold
	overEach(t, c, func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		answers := make(chan answer, 2)
		send := func() { answers <- c.post(t, wire.PathFrame, jpegLike(9)) }
		go send()
		<-h.entered

		begun := time.Now()
		late := c.post(t, wire.PathFrame, jpegLike(9), wire.HeaderFrameBudget, "70")
		if detail := wantProblem(t, late, wire.Late); !strings.Contains(detail, "70 ms") {
			t.Errorf("the detail is %q", detail)
		}
		if waited := time.Since(begun); waited != 70*time.Millisecond {
			t.Errorf("the late frame was told after %v", waited)
		}
		go send()
		synctest.Wait()
		go send()
		wantProblem(t, <-answers, wire.Busy) // the older one of the two in the queue
		time.Sleep(time.Second)
		h.release <- struct{}{}
		<-h.entered
		time.Sleep(time.Second)
		h.release <- struct{}{}
		for _, queued := range []float64{0, 1000} {
			got := <-answers
			timing := wire.ParseTiming(got.Header.Get(wire.HeaderServerTiming))
			if got.StatusCode != http.StatusOK || timing.Queue != queued {
				t.Errorf("got %d, %v ms in the queue, want %v", got.StatusCode, timing.Queue, queued)
			}
		}
		if n := len(h.entered); n != 0 {
			t.Errorf("%d refused frames reached the pipeline", n)
		}
	})
}

// A frame that is stuck in the pipeline, or in the queue behind it.
func TestTimeout(t *testing.T) {
	c := small()
	c.Workers = 1
	overEach(t, c, func() Pipeline { return newHold() }, func(t *testing.T, s *service, c client) {
		begun := time.Now()
		answers := make(chan answer, 2)
		for range 2 {
			go func() { answers <- c.get(t, wire.PathFrame) }()
		}
		for range 2 {
			wantProblem(t, <-answers, wire.Timeout)
		}
		if took := time.Since(begun); took != s.config.Timeout {
			t.Errorf("answered after %v, want %v", took, s.config.Timeout)
		}
	})
}

// A body that comes a byte at a time is cut off once the grace is over.
func TestSlowBody(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		begun := time.Now()
		body := drip(1<<20, 1, time.Second, time.Second/2)
		defer body.Close() // the client of HTTP/1 reads on
		got := c.do(t, http.MethodPost, wire.PathFrame, body)
		if detail := wantProblem(t, got, wire.Timeout); !strings.Contains(detail, "bytes a second") {
			t.Errorf("the detail is %q", detail)
		}
		if took := time.Since(begun); took != grace {
			t.Errorf("answered after %v, want %v", took, grace)
		}
	})
}

// A body that comes steadily has all the time there is, also when the link was silent
// for some seconds.
func TestSteadyBody(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		const every = 100 * time.Millisecond
		page := drip(60_000, 60_000/8/10, every, 4*time.Second)
		if got := c.do(t, http.MethodPost, wire.PathFrame, page); got.StatusCode != http.StatusOK {
			t.Errorf("60 kB at 60 kbit/s: %d %s", got.StatusCode, got.body)
		}
		begun := time.Now()
		body := drip(1<<20, leastRate/5, every, every/2)
		defer body.Close() // the client of HTTP/1 reads on
		wantProblem(t, c.do(t, http.MethodPost, wire.PathFrame, body), wire.Timeout)
		if took := time.Since(begun); took != s.config.ReadTimeout {
			t.Errorf("a body without end was answered after %v, want %v", took, s.config.ReadTimeout)
		}
	})
}

// drip is a body of so many bytes: after a first silence n of them in every interval.
func drip(size, n int, every, first time.Duration) io.ReadCloser {
	return &dripping{left: size, portion: strings.Repeat("\xff", n), every: every, wait: first, closed: make(chan struct{})}
}

type dripping struct {
	left        int
	portion     string
	every, wait time.Duration
	closed      chan struct{}
	once        sync.Once
}

func (d *dripping) Read(p []byte) (int, error) {
	if d.left <= 0 {
		return 0, io.EOF
	}
	select {
	case <-d.closed:
		return 0, io.ErrClosedPipe
	case <-time.After(d.wait):
	}
	d.wait = d.every
	n := copy(p, d.portion[:min(d.left, len(d.portion))])
	d.left -= n
	return n, nil
}

func (d *dripping) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// overHTTP1 sends a request as it is written, and returns the answer, which must come while
// the rest of the request does not.
func overHTTP1(t *testing.T, s *service, request string) answer {
	t.Helper()
	conn, err := s.plain.dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = conn.Write([]byte(request)) }()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.40q: %v", request, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, body}
}

// Requests that promise more than they send are answered at once where the answer does
// not hang on it, and hold neither a worker nor memory.
func TestPromisedBodies(t *testing.T) {
	boundary := "multipart/form-data; boundary=b\r\n"
	frame := "--b\r\nContent-Disposition: form-data; name=\"frame\"\r\n\r\n" + jpegLike(9) + "\r\n--b\r\n"
	tests := []struct {
		name, request string
		code          wire.Code // of the error, "" for a picture
	}{
		{"GET", "GET /v1/frame HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.BadBody},
		{"GET, much", "GET /v1/frame HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", wire.BadBody},
		{"GET, chunked", "GET /v1/frame HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", wire.BadBody},
		{"GET of the page", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.BadBody},
		{"GET of nothing", "GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.BadBody},
		{"a wrong chain", "POST /v1/frame?ops=nope HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.BadOps},
		{"a wrong path", "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.NotFound},
		{"a wrong method", "PUT /v1/frame HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n", wire.BadMethod},
		{"a form that goes on", "POST /v1/frame HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\nContent-Type: " + boundary + "\r\n" + frame, ""},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := simulate(t, small(), fake{})
			begun := time.Now()
			got := overHTTP1(t, s, test.request)
			if test.code != "" {
				wantProblem(t, got, test.code)
			} else if got.StatusCode != http.StatusOK || string(got.body) != jpegLike(9) {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
			if took := time.Since(begun); took != 0 {
				t.Errorf("answered after %v", took)
			}
			s.settled(t)
			if t.Failed() {
				t.Log("in " + test.name)
			}
		})
	}
}

// A body that breaks off in the middle, from a client which keeps its connection, ends
// with the time there is for it.
func TestDeadlineStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, small(), fake{})
		begun := time.Now()
		wantProblem(t, overHTTP1(t, s, "POST /v1/frame HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"+jpegLike(9)), wire.Timeout)
		if took := time.Since(begun); took != grace {
			t.Errorf("answered after %v, want %v", took, grace)
		}
		s.settled(t)
	})
}

// Whoever stops reading is given up, and what the answers hold is free again, long before
// WriteTimeout: whether the connection takes no more, or only the streams of HTTP/2.
func TestPeerThatStopsReading(t *testing.T) {
	large := fake{func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{Body: pool.Get(4 << 20), W: 4, H: 3}, nil
	}}
	const wide, shut = "\x7f\xff\xff\xff", "\x00\x00\x00\x00" // windows
	for _, test := range []struct {
		name, request string
		reads         bool // the connection, whatever comes
	}{
		{"HTTP/1.1", "GET " + wire.PathFrame + " HTTP/1.1\r\nHost: x\r\n\r\n", false},
		{"HTTP/2, connection", streams(wide), false},
		{"HTTP/2, streams", streams(shut), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := simulate(t, small(), large)
				conn, err := s.plain.dial(t.Context(), "", "")
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				go func() { _, _ = conn.Write([]byte(test.request)) }()
				if test.reads {
					go func() { _, _ = io.Copy(io.Discard, conn) }()
				} else if _, err := conn.Read(make([]byte, 9)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(stall - time.Second)
				if s.memory.inUse() == 0 {
					t.Error("the answers hold no memory")
				}
				time.Sleep(2 * time.Second)
				s.settled(t)
			})
		})
	}
}

// streams is a connection of HTTP/2 with nine requests, whose streams have a window.
func streams(window string) string {
	var b strings.Builder
	b.WriteString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	b.WriteString("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x04" + window)
	b.WriteString("\x00\x00\x04\x08\x00\x00\x00\x00\x00\x7f\xff\x00\x00") // the connection's is wide
	for stream := byte(1); stream < 18; stream += 2 {
		// HEADERS with END_STREAM and END_HEADERS: GET, http, the path, :authority x
		fields := "\x82\x86\x04\x09" + wire.PathFrame + "\x01\x01x"
		b.WriteString("\x00\x00" + string(rune(len(fields))) + "\x01\x05\x00\x00\x00" + string(rune(stream)) + fields)
	}
	return b.String()
}

// The time that a body takes to arrive is told apart from the server's own.
func TestReceive(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		body, sender := io.Pipe()
		go func() {
			_, _ = sender.Write([]byte(jpegLike(9)))
			time.Sleep(2 * time.Second)
			sender.Close()
		}()
		got := c.do(t, http.MethodPost, wire.PathFrame, body)
		timing := wire.ParseTiming(got.Header.Get(wire.HeaderServerTiming))
		if timing.Receive != 2000 || timing.Queue != 0 || timing.Total() != 6 {
			t.Errorf("the timing is %+v, want 2000 ms to receive and 6 of the server's", timing)
		}
	})
}

// The time that a body had must not end a frame that is being processed.
func TestReadTimeoutIsForBodies(t *testing.T) {
	c := small()
	c.ReadTimeout, c.Timeout = time.Second, 10*time.Second
	slow := fake{func(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
		select {
		case <-ctx.Done():
			return pipeline.Answer{}, ctx.Err()
		case <-time.After(5 * time.Second):
			return echo(job)
		}
	}}
	overEach(t, c, func() Pipeline { return slow }, func(t *testing.T, s *service, c client) {
		for range 2 { // the second on the same connection
			if got := c.get(t, wire.PathFrame); got.StatusCode != http.StatusOK {
				t.Errorf("GET: %d %s", got.StatusCode, got.body)
			}
			if got := c.post(t, wire.PathFrame, jpegLike(9)); got.StatusCode != http.StatusOK {
				t.Errorf("POST: %d %s", got.StatusCode, got.body)
			}
		}
	})
}

// Who sends a header byte by byte, or says nothing, is cut off.
func TestSlowHeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, small(), fake{})
		conn, err := s.plain.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		begun := time.Now()
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			for err := error(nil); err == nil; _, err = conn.Write([]byte("G")) {
				time.Sleep(100 * time.Millisecond)
			}
		}()
		_, _ = io.Copy(io.Discard, conn) // to the end
		if took := time.Since(begun); took != readHeaderTimeout {
			t.Errorf("cut off after %v, want %v", took, readHeaderTimeout)
		}
		<-sent
	})
}

// A drain says so in /health, answers frames as ever while nobody can have asked, finishes
// the frame under way, and ends with it.
func TestDrain(t *testing.T) {
	c := small()
	c.DrainDelay = time.Second
	c.Workers = 2
	var h hold
	holdPosts := func() Pipeline {
		h = newHold()
		held := h.process
		h.process = func(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
			if bytes.Equal(job.Body, pipeline.TestCard()) {
				return echo(job)
			}
			return held(ctx, job)
		}
		return h
	}
	overEach(t, c, holdPosts, func(t *testing.T, s *service, c client) {
		if got := c.get(t, wire.PathHealth); got.StatusCode != http.StatusOK || string(got.body) != "ok\n" {
			t.Errorf("health is %d %q", got.StatusCode, got.body)
		}
		underWay := make(chan answer, 1)
		go func() { underWay <- c.post(t, wire.PathFrame, jpegLike(9)) }()
		<-h.entered

		s.stop()
		synctest.Wait()
		health := c.get(t, wire.PathHealth)
		wantProblem(t, health, wire.Draining)
		frame := c.get(t, wire.PathFrame)
		if frame.StatusCode != http.StatusOK {
			t.Errorf("a frame in the delay got %d %s", frame.StatusCode, frame.body)
		}
		for _, got := range []answer{health, frame} {
			if got.ProtoMajor == 1 && !got.Close {
				t.Error("the connection is left open")
			}
		}
		time.Sleep(3 * time.Second)
		select {
		case err := <-s.done:
			t.Fatalf("the server ended with a frame under way: %v", err)
		default:
		}
		h.release <- struct{}{}
		if got := <-underWay; got.StatusCode != http.StatusOK {
			t.Errorf("the frame under way got %d %s", got.StatusCode, got.body)
		}
		released := time.Now()
		if err := <-s.done; err != nil {
			t.Errorf("the drain ended with %v", err)
		}
		if took := time.Since(released); took > 2*time.Second {
			t.Errorf("the server ended %v after the last frame", took)
		}
		if resp, err := c.http.Get(c.url + wire.PathHealth); err == nil {
			resp.Body.Close()
			t.Error("the server still answers")
		}
	})
}

// What does not end in time is cut off, so that the process ends before it is killed.
func TestDrainTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := small()
		c.Timeout = time.Minute
		h := newHold()
		s := simulate(t, c, h)
		client := s.h2c(t)
		gone := make(chan error, 1)
		go func() {
			resp, err := client.http.Post(client.url+wire.PathFrame, "", strings.NewReader(jpegLike(9)))
			if err == nil {
				resp.Body.Close()
			}
			gone <- err
		}()
		ctx := <-h.entered
		begun := time.Now()
		s.stop()
		if err := <-s.done; err == nil {
			t.Error("a drain that gave up gives no error")
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("the drain took %v, more than the 10 s there are", took)
		}
		<-ctx.Done()
		if err := <-gone; err == nil {
			t.Error("the frame was answered")
		}
	})
}
