package server

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/pipeline"
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

func TestSlowBody(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		begun := time.Now()
		body, sender := io.Pipe()
		sent := make(chan struct{})
		go func() { // a byte a second, none in the moment when the time is up: it may find the connection closed
			defer close(sent)
			for err := error(nil); err == nil; _, err = sender.Write([]byte{0xff}) {
				time.Sleep(time.Second)
				if time.Since(begun)%s.config.ReadTimeout == 0 {
					time.Sleep(time.Second / 2)
				}
			}
		}()
		wantProblem(t, c.do(t, http.MethodPost, wire.PathFrame, body), wire.Timeout)
		if took := time.Since(begun); took != s.config.ReadTimeout {
			t.Errorf("answered after %v, want %v", took, s.config.ReadTimeout)
		}
		sender.Close()
		<-sent
	})
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

// A drain finishes the frame under way, refuses the next one, says so in /health, and
// ends with the frame.
func TestDrain(t *testing.T) {
	c := small()
	c.DrainDelay = time.Second
	var h hold
	overEach(t, c, func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		if got := c.get(t, wire.PathHealth); got.StatusCode != http.StatusOK || string(got.body) != "ok\n" {
			t.Errorf("health is %d %q", got.StatusCode, got.body)
		}
		underWay := make(chan answer, 1)
		go func() { underWay <- c.post(t, wire.PathFrame, jpegLike(9)) }()
		<-h.entered

		s.stop()
		synctest.Wait()
		for _, got := range []answer{c.get(t, wire.PathHealth), c.post(t, wire.PathFrame, jpegLike(9))} {
			wantProblem(t, got, wire.Draining)
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
