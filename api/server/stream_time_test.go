package server

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// A picture is answered before the next one is sent, and there is no limit on how long that
// goes on but the stream's.
func TestStreamFullDuplex(t *testing.T) {
	c := small()
	c.StreamTime = 0
	overEach(t, c, func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		defer k.close()
		for n := range 20 {
			k.send(still(n))
			k.want(still(n))
			time.Sleep(10 * time.Second)
		}
		k.sender.Close()
		k.ends(wire.EndComplete)
	})
}

// A stream that comes too slowly, a byte a second or not at all, ends.
func TestStreamIdle(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		defer k.close()
		k.send(still(1))
		k.want(still(1))
		begun := time.Now()
		go func() {
			for _, b := range []byte(still(2)) {
				if _, err := k.sender.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}()
		k.ends(string(wire.Timeout))
		if took := time.Since(begun); took != s.config.StreamIdle {
			t.Errorf("ended after %v, want %v", took, s.config.StreamIdle)
		}
		// Before its first picture there is an answer to say so with.
		silent := c.talk(t, wire.PathStream)
		defer silent.close()
		go silent.send("\xff")
		resp := <-silent.answer
		if resp == nil || resp.StatusCode != http.StatusServiceUnavailable {
			t.Fatalf("a silent stream: %v", resp)
		}
		resp.Body.Close()
	})
}

func TestStreamTime(t *testing.T) {
	c := small()
	c.StreamTime = 25 * time.Second
	overEach(t, c, func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		defer k.close()
		begun := time.Now()
		for n := range 3 {
			k.send(still(n))
			k.want(still(n))
			time.Sleep(8 * time.Second)
		}
		k.ends(string(wire.Timeout))
		if took := time.Since(begun); took != s.config.StreamTime {
			t.Errorf("ended after %v, want %v", took, s.config.StreamTime)
		}
	})
}

// A drain ends a stream with the pictures that have come.
func TestStreamDrains(t *testing.T) {
	c := small()
	c.DrainDelay = 3 * time.Second
	c.Workers = 1
	var h hold
	overEach(t, c, func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		defer k.close()
		k.send(still(1))
		<-h.entered
		k.send(still(2))
		s.stop()
		time.Sleep(time.Second)
		h.release <- struct{}{}
		k.want(still(1)) // while /health says so already, all is as ever
		<-h.entered
		time.Sleep(3 * time.Second)
		h.release <- struct{}{}
		k.want(still(2))
		k.ends(string(wire.Draining))
		if err := <-s.done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
}

// A client that has gone leaves nothing behind within a second, wherever its pictures are, and
// is no defect of the server.
func TestStreamAbandoned(t *testing.T) {
	config := small()
	config.Workers = 2
	for _, sent := range []string{still(0)[:9], still(0), stills(0, 3)} {
		overEach(t, config, func() Pipeline { return newHold() }, func(t *testing.T, s *service, c client) {
			k := c.talk(t, wire.PathStream)
			k.send(sent)
			synctest.Wait()
			if s.streams.inUse() != 1 {
				t.Errorf("%s: %d streams", c.name, s.streams.inUse())
			}
			k.close()
			time.Sleep(time.Second)
			synctest.Wait()
			waiting, running := s.gate.Load()
			if waiting+running > 0 || s.memory.inUse() > 0 || s.streams.inUse() > 0 {
				t.Errorf("%s: %d wait, %d run, %d bytes, %d streams", c.name, waiting, running, s.memory.inUse(), s.streams.inUse())
			}
			if strings.Contains(s.log.String(), `"level":"ERROR"`) || !strings.Contains(s.log.String(), `"status":499`) {
				t.Errorf("%s: the log says %s", c.name, s.log)
			}
		})
	}
}

// Over HTTP/1 no read shows that a client has gone behind pictures that are not read yet. Where the
// system does not either, as here where connections are pipes, the next answer does.
func TestStreamAbandonedUnread(t *testing.T) {
	config := small()
	config.Workers = 1
	var h hold
	overEach(t, config, func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		go k.sender.Write([]byte(stills(0, 9))) // not all of it is taken
		<-h.entered
		synctest.Wait()
		k.close()
		close(h.release)
		time.Sleep(time.Second)
		synctest.Wait()
		waiting, running := s.gate.Load()
		if waiting+running > 0 || s.memory.inUse() > 0 || s.streams.inUse() > 0 {
			t.Errorf("%s: %d wait, %d run, %d bytes, %d streams", c.name, waiting, running, s.memory.inUse(), s.streams.inUse())
		}
	})
}

// A reader that stops reading is given up, and until then holds few pictures; neighbours are
// served.
func TestStreamUnread(t *testing.T) {
	c := small()
	overEach(t, c, func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		defer k.close()
		k.send(still(0))
		k.want(still(0))
		large := strings.Replace(still(1), "picture", strings.Repeat("picture", 8000), 1)
		go func() {
			for {
				if _, err := io.WriteString(k.sender, large); err != nil {
					return
				}
			}
		}()
		time.Sleep(s.config.StreamIdle - time.Second)
		if held, most := s.memory.inUse(), int64(2*(s.config.workers()+3)<<16+mjpeg.Window); held > most || held == 0 {
			t.Errorf("%d bytes are held, want at most %d", held, most)
		}
		if got := c.post(t, wire.PathFrame, jpegLike(9)); got.StatusCode != http.StatusOK {
			t.Errorf("a neighbour got %d", got.StatusCode)
		}
		time.Sleep(2 * time.Second)
	})
}

// Of a live stream the newest picture goes next, and no more than two are held.
func TestStreamLive(t *testing.T) {
	var h hold
	overEach(t, small(), func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream+"?live=1")
		defer k.close()
		k.send(still(0))
		<-h.entered
		k.send(stills(1, 10))
		synctest.Wait()
		if held := s.memory.inUse(); held > mjpeg.Window+2*4096 {
			t.Errorf("%d bytes are held", held)
		}
		h.release <- struct{}{}
		<-h.entered
		h.release <- struct{}{}
		k.want(still(0), still(9))
		k.sender.Close()
		k.ends(wire.EndComplete)
		if got := k.resp.Trailer.Get(wire.TrailerSkipped); got != "8" {
			t.Errorf("%s are skipped, want 8", got)
		}
	})
}

// A camera of 30 pictures a second, thinned out to 10.
func TestStreamThinned(t *testing.T) {
	overEach(t, small(), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream+"?fps=10")
		defer k.close()
		go func() {
			for n := range 300 {
				k.send(still(n))
				time.Sleep(time.Second / 30)
			}
			k.sender.Close()
		}()
		got := 0
		for k.next() != "" {
			got++
		}
		if got < 98 || got > 102 {
			t.Errorf("%d pictures in 10 s, want 100", got)
		}
	})
}

// The pictures of one stream are on all workers at once, and are answered in order.
func TestStreamUsesAllWorkers(t *testing.T) {
	c := small()
	c.Workers = 4
	slow := fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		time.Sleep(time.Duration(10+len(job.Body)%3*5) * time.Millisecond)
		return echo(job)
	}}
	overEach(t, c, func() Pipeline { return slow }, func(t *testing.T, s *service, c client) {
		begun := time.Now()
		body := stills(0, 200) // whose numbers have one to three digits
		got := c.post(t, wire.PathStream, body)
		if strings.Join(got.pictures(t), "") != body {
			t.Error("the pictures are not in order")
		}
		if took := time.Since(begun); took > 200*20*time.Millisecond/3 {
			t.Errorf("%v for 200 pictures of up to 20 ms each on 4 workers", took)
		}
	})
}

// A full queue and a rate hold up a stream, which loses nothing.
func TestStreamWaits(t *testing.T) {
	c := small()
	c.Workers, c.Queue = 1, 0
	c.Access.AddressRate = 10
	slow := fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		time.Sleep(10 * time.Millisecond)
		return echo(job)
	}}
	overEach(t, c, func() Pipeline { return slow }, func(t *testing.T, s *service, c client) {
		got := c.post(t, wire.PathStream, stills(0, 150))
		wantTrailers(t, got, 150, 150, 0, 0, 0, wire.EndComplete)
		got = c.post(t, wire.PathStream+"?live=1", stills(0, 100))
		if got.StatusCode == http.StatusOK {
			t.Errorf("of a live stream every picture waited: %v", got.Trailer)
		}
	})
}

// There are so many streams and no more.
func TestStreamsAreLimited(t *testing.T) {
	c := small()
	c.Streams = 1
	s := start(t, c, fake{})
	for _, c := range s.clients(t) {
		k := c.talk(t, wire.PathStream)
		k.send(still(1))
		k.want(still(1))
		wantProblem(t, c.post(t, wire.PathStream, still(1)), wire.Busy)
		k.close()
		wait(t, "the stream has ended", func() bool { return s.streams.inUse() == 0 })
	}
}
