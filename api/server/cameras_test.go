package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/server/camera"
	"framepost/api/wire"
)

// withCamera returns a configuration with one camera, called front, that shows a film until it
// is switched off.
func withCamera(t *testing.T) (c Config, asked *atomic.Int64, off func()) {
	t.Helper()
	asked = new(atomic.Int64)
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", mjpeg.ContentType("b"))
		film := mjpeg.NewWriter(w, "b")
		for n := 0; ; n++ {
			if err := film.Picture([]byte(still(n))); err != nil {
				return
			}
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(10 * time.Millisecond):
			case <-r.Context().Done():
				return
			case <-ended:
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	sources, err := camera.Parse("front=" + server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c = small()
	c.Cameras = sources
	return c, asked, func() { close(ended); server.Listener.Close() }
}

// Many watch a camera, which is fetched once.
func TestCameras(t *testing.T) {
	config, asked, off := withCamera(t)
	defer off()
	s := start(t, config, fake{})
	var watched []*http.Response
	for _, c := range s.clients(t) {
		resp, err := c.http.Get(c.url + wire.PathCameras + "/front")
		if err != nil {
			t.Fatal(err)
		}
		watched = append(watched, resp)
	}
	for _, resp := range watched {
		_, parts := mjpeg.Boundary(resp.Header.Get("Content-Type"))
		if !parts {
			t.Errorf("a browser can't show %s", resp.Header.Get("Content-Type"))
		}
		in, last := mjpeg.NewReader(resp.Body, partBoundary, 1<<20), ""
		for range 5 {
			var b strings.Builder
			if err := in.Next(&b); err != nil {
				t.Fatal(err)
			}
			if b.String() == last || !strings.Contains(b.String(), "picture") {
				t.Errorf("after %q comes %q", last, b.String())
			}
			last = b.String()
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the camera was asked %d times", n)
	}
	// Each stream has a window, and so has the camera, besides its pictures.
	if held, least := s.memory.inUse(), int64((len(watched)+1)*mjpeg.Window+len(still(0))); held < least {
		t.Errorf("%d bytes are counted, want %d or more", held, least)
	}
	for _, resp := range watched {
		resp.Body.Close()
	}
	s.settled(t)
	wait(t, "the streams have ended", func() bool { return s.streams.inUse() == 0 })

	var list struct{ Cameras []string }
	text := s.h2c(t).get(t, wire.PathCameras).body
	if err := json.Unmarshal(text, &list); err != nil || strings.Join(list.Cameras, " ") != "front" || strings.Contains(string(text), "127.0.0.1") {
		t.Errorf("the list is %s", text)
	}
	wantProblem(t, s.h2c(t).get(t, wire.PathCameras+"/back"), wire.NotFound)
	wantProblem(t, s.h2c(t).get(t, wire.PathCameras+"/front?ops=nothing_like_it"), wire.BadOps)
}

// A camera that sends nothing is an error at first, and the end of a stream later.
func TestCameraFails(t *testing.T) {
	config, _, off := withCamera(t)
	config.StreamIdle = 300 * time.Millisecond
	s := start(t, config, fake{})
	c := s.http1(t)
	resp, err := c.http.Get(c.url + wire.PathCameras + "/front")
	if err != nil {
		t.Fatal(err)
	}
	off()
	text := new(strings.Builder)
	for in := mjpeg.NewReader(resp.Body, partBoundary, 1<<20); in.Next(text) == nil; {
	}
	resp.Body.Close()
	if end := resp.Trailer.Get(wire.TrailerEnd); end != string(wire.NoCamera) || text.Len() == 0 {
		t.Errorf("the stream ended with %q after %d bytes", end, text.Len())
	}
	wantProblem(t, c.get(t, wire.PathCameras+"/front"), wire.NoCamera)
	s.settled(t)
}

// Without waiting for StreamIdle: a camera that does not work is an error that says why, and not
// where it is.
func TestCameraRefuses(t *testing.T) {
	config, _, off := withCamera(t)
	off()
	config.StreamIdle = time.Minute
	s := start(t, config, fake{})
	got := s.h2c(t).get(t, wire.PathCameras+"/front")
	wantProblem(t, got, wire.NoCamera)
	if !strings.Contains(string(got.body), "can't be reached") || strings.Contains(string(got.body), "127.0.0.1") {
		t.Errorf("it says %s", got.body)
	}
}
