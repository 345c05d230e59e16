package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// still returns the least that has the segments of a JPEG, with n in its data.
func still(n int) string {
	return "\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + fmt.Sprintf("picture %d ", n) + "\xff\xd9"
}

func stills(from, to int) string {
	var b strings.Builder
	for n := from; n < to; n++ {
		b.WriteString(still(n))
	}
	return b.String()
}

// broken is a picture that brokenPictures does not answer.
var broken = strings.Replace(still(0), "picture", "broken ", 1)

func brokenPictures() fake {
	return fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		if strings.Contains(string(job.Body), "broken") {
			return pipeline.Answer{}, &wire.Error{Code: wire.Undecodable, Detail: "it is broken"}
		}
		return echo(job)
	}}
}

// pictures splits the body of an answer.
func (a answer) pictures(t testing.TB) (pictures []string) {
	t.Helper()
	boundary, _ := mjpeg.Boundary(a.Header.Get("Content-Type"))
	r := mjpeg.NewReader(bytes.NewReader(a.body), boundary, 1<<30)
	for {
		var b strings.Builder
		if err := r.Next(&b); err == io.EOF {
			return pictures
		} else if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, b.String())
	}
}

// wantTrailers checks what an answer says of its stream.
func wantTrailers(t testing.TB, got answer, read, answered, repeated, skipped, rubbish int, end string) {
	t.Helper()
	said := func(name string) string { return got.Trailer.Get(name) }
	text := fmt.Sprint(said(wire.TrailerRead), said(wire.TrailerAnswered), said(wire.TrailerRepeated),
		said(wire.TrailerSkipped), said(wire.TrailerRubbish), said(wire.TrailerEnd))
	if want := fmt.Sprint(strconv.Itoa(read), strconv.Itoa(answered), strconv.Itoa(repeated), strconv.Itoa(skipped), strconv.Itoa(rubbish), end); text != want {
		t.Errorf("the trailers are %v, want read %d, answered %d, repeated %d, skipped %d, rubbish %d, %s", got.Trailer,
			read, answered, repeated, skipped, rubbish, end)
	}
}

// Every picture is answered, in order, in the framing of the body or the one that is asked for.
func TestStream(t *testing.T) {
	s := start(t, small(), fake{})
	var parts strings.Builder
	w := mjpeg.NewWriter(&parts, "b")
	for n := range 100 {
		if err := w.Picture([]byte(still(n))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw := stills(0, 100)
	for _, c := range s.clients(t) {
		for name, test := range map[string]struct{ kind, accept, body, want string }{
			"raw":            {"", "*/*", raw, mjpeg.TypeRaw},
			"parts":          {"multipart/x-mixed-replace; boundary=b", "", parts.String(), mjpeg.TypeParts},
			"raw for parts":  {"multipart/x-mixed-replace; boundary=--b", mjpeg.TypeRaw, parts.String(), mjpeg.TypeRaw},
			"parts for raw":  {"", mjpeg.TypeParts, raw, mjpeg.TypeParts},
			"by a wild card": {"video/x-motion-jpeg", "multipart/*;q=0.5, */*;q=0.1", raw, mjpeg.TypeParts},
		} {
			got := c.post(t, wire.PathStream, test.body, "Content-Type", test.kind, "Accept", test.accept)
			kind, _, _ := strings.Cut(got.Header.Get("Content-Type"), ";")
			if got.StatusCode != http.StatusOK || kind != test.want {
				t.Errorf("%s, %s: %d %s", c.name, name, got.StatusCode, got.Header.Get("Content-Type"))
			}
			if pictures := strings.Join(got.pictures(t), ""); pictures != raw {
				t.Errorf("%s, %s: %d bytes of pictures, want %d", c.name, name, len(pictures), len(raw))
			}
			if part := "Frame-Size: 4x3\r\nServer-Timing: queue;dur="; test.want == mjpeg.TypeParts && bytes.Count(got.body, []byte(part)) != 100 {
				t.Errorf("%s, %s: a part begins %q", c.name, name, got.body[:min(200, len(got.body))])
			}
			wantTrailers(t, got, 100, 100, 0, 0, 0, wire.EndComplete)
		}
	}
	s.settled(t)
	if n := s.streams.inUse(); n != 0 {
		t.Errorf("%d streams are counted after their end", n)
	}
}

func TestStreamBrokenPictures(t *testing.T) {
	s := start(t, small(), brokenPictures())
	body := still(1) + broken + "rubbish" + broken + still(2)
	large := "\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + strings.Repeat("x", 70<<10) + "\xff\xd9"
	for _, c := range s.clients(t) {
		for query, want := range map[string][]string{
			"":                 {still(1), still(1), still(1), still(2)},
			"?on_error=repeat": {still(1), still(1), still(1), still(2)},
			"?on_error=skip":   {still(1), still(2)},
			"?on_error=stop":   {still(1)},
		} {
			got := c.post(t, wire.PathStream+query, body)
			if pictures := got.pictures(t); strings.Join(pictures, "|") != strings.Join(want, "|") {
				t.Errorf("%s %s: %q, want %q", c.name, query, pictures, want)
			}
			switch len(want) {
			case 4:
				wantTrailers(t, got, 4, 2, 2, 0, 7, wire.EndComplete)
			case 2:
				wantTrailers(t, got, 4, 2, 0, 2, 7, wire.EndComplete)
			case 1:
				if end := got.Trailer.Get(wire.TrailerEnd); end != string(wire.Undecodable) {
					t.Errorf("%s: the end is %q", query, end)
				}
			}
		}
		// Before the first answer, an error is one of the request.
		wantProblem(t, c.post(t, wire.PathStream+"?on_error=stop", broken+still(1)), wire.Undecodable)
		wantProblem(t, c.post(t, wire.PathStream, broken+broken), wire.Undecodable)
		wantProblem(t, c.post(t, wire.PathStream, "no picture at all"), wire.BadBody)
		wantProblem(t, c.post(t, wire.PathStream, ""), wire.BadBody)
		wantProblem(t, c.post(t, wire.PathStream, still(1), "Content-Encoding", "gzip"), wire.UnsupportedMedia)
		got := c.post(t, wire.PathStream, broken+still(1)) // there is nothing to repeat
		wantTrailers(t, got, 2, 1, 0, 1, 0, wire.EndComplete)
		got = c.post(t, wire.PathStream+"?on_error=skip", still(1)+large+still(2))
		wantTrailers(t, got, 3, 2, 0, 1, 0, wire.EndComplete)
	}
	parts := s.h2c(t).post(t, wire.PathStream, body, "Accept", mjpeg.TypeParts)
	if n := strings.Count(string(parts.body), wire.HeaderFrameError+": "+string(wire.Undecodable)); n != 2 {
		t.Errorf("%d parts say that they stand for a broken picture", n)
	}
	s.settled(t)
}

func TestStreamParameters(t *testing.T) {
	c := start(t, small(), fake{}).h2c(t)
	for _, query := range []string{"fps=0", "fps=61", "fps=x", "live=2", "live=true", "on_error=die", "fps=1&fps=2"} {
		wantProblem(t, c.post(t, wire.PathStream+"?"+query, still(1)), wire.BadStream)
	}
	wantProblem(t, c.post(t, wire.PathStream+"?format=png", still(1)), wire.BadQuery)
	wantProblem(t, c.post(t, wire.PathFrame+"?fps=1", still(1)), wire.BadQuery)
	wantProblem(t, c.post(t, wire.PathStream+"?ops=nothing_like_it", still(1)), wire.BadOps)
}

// talk is a stream whose client reads and writes as a test says.
type talk struct {
	t      *testing.T
	sender *io.PipeWriter
	cancel context.CancelFunc
	answer chan *http.Response // nil: there is none
	resp   *http.Response
	in     *mjpeg.Reader
}

func (c client) talk(t *testing.T, path string, headers ...string) *talk {
	ctx, cancel := context.WithCancel(t.Context())
	body, sender := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	k := &talk{t: t, sender: sender, cancel: cancel, answer: make(chan *http.Response, 1)}
	patient := &http.Client{Transport: c.http.Transport}
	go func() {
		resp, err := patient.Do(r)
		if err != nil {
			resp = nil
		}
		k.answer <- resp
	}()
	t.Cleanup(k.close)
	return k
}

func (k *talk) send(text string) {
	k.t.Helper()
	if _, err := io.WriteString(k.sender, text); err != nil {
		k.t.Errorf("sending: %v", err)
	}
}

// next returns the next picture of the answer, "" at its end.
func (k *talk) next() string {
	k.t.Helper()
	if k.resp == nil {
		if k.resp = <-k.answer; k.resp == nil {
			k.t.Fatal("there is no answer")
		}
		boundary, _ := mjpeg.Boundary(k.resp.Header.Get("Content-Type"))
		k.in = mjpeg.NewReader(k.resp.Body, boundary, 1<<30)
	}
	var b strings.Builder
	if err := k.in.Next(&b); err != nil {
		return ""
	}
	return b.String()
}

func (k *talk) close() {
	k.cancel()
	k.sender.CloseWithError(errors.New("closed"))
	if k.resp != nil {
		k.resp.Body.Close()
	}
}

// want reads the next pictures and compares them.
func (k *talk) want(pictures ...string) {
	k.t.Helper()
	for _, want := range pictures {
		if got := k.next(); got != want {
			k.t.Fatalf("the next picture is %q, want %q", got, want)
		}
	}
}

// ends checks that the answer is over, and why.
func (k *talk) ends(why string) {
	k.t.Helper()
	if got := k.next(); got != "" {
		k.t.Errorf("after the end comes %q", got)
	}
	_, _ = io.Copy(io.Discard, k.resp.Body)
	if got := k.resp.Trailer.Get(wire.TrailerEnd); got != why {
		k.t.Errorf("the stream ended with %q, want %q: %v", got, why, k.resp.Trailer)
	}
}

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

// A client that has gone leaves nothing behind within a second, wherever its pictures are.
func TestStreamAbandoned(t *testing.T) {
	var h hold
	overEach(t, small(), func() Pipeline { h = newHold(); return h }, func(t *testing.T, s *service, c client) {
		k := c.talk(t, wire.PathStream)
		k.send(stills(0, 2))
		<-h.entered
		k.close()
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
