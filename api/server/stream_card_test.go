package server

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// The film of the test card comes at the rate that is asked for.
func TestStreamCard(t *testing.T) {
	c := small()
	c.Card, c.StreamTime = true, 41*time.Second // longer than any deadline of a request
	overEach(t, c, func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		for query, want := range map[string]int{"?fps=1": 41, "?fps=3&ops=": 123} {
			begun := time.Now()
			got := c.get(t, wire.PathStream+query)
			pictures := got.pictures(t)
			if took := time.Since(begun); took != s.config.StreamTime || len(pictures) < want || len(pictures) > want+1 {
				t.Errorf("%s: %d pictures in %v", query, len(pictures), took)
			}
			if pictures[0] == pictures[1] {
				t.Error("the card does not move")
			}
			if end := got.Trailer.Get(wire.TrailerEnd); end != string(wire.Timeout) {
				t.Errorf("the end is %q", end)
			}
		}
	})
	wantProblem(t, start(t, small(), fake{}).h2c(t).get(t, wire.PathStream), wire.NotFound)
}

// A film whose first picture fails will show none: it is answered as a frame is.
func TestStreamCardThatFails(t *testing.T) {
	config := small()
	config.Card = true
	failing := func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{}, &wire.Error{Code: wire.TooManyPixels, Detail: "add a resize"}
	}
	overEach(t, config, func() Pipeline { return fake{process: failing} }, func(t *testing.T, s *service, c client) {
		for _, query := range []string{"", "?on_error=skip"} {
			wantProblem(t, c.get(t, wire.PathStream+query), wire.TooManyPixels)
		}
	})
}

// Without a rate it is cardFPS, and a browser gets what it can show.
func TestStreamCardDefaults(t *testing.T) {
	config := small()
	config.Card, config.StreamTime = true, 2*time.Second
	overEach(t, config, func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		if n := len(c.get(t, wire.PathStream).pictures(t)); n < 20 || n > 21 {
			t.Errorf("%d pictures in 2 s", n)
		}
		head := c.do(t, http.MethodHead, wire.PathStream, nil, "Accept", mjpeg.TypeRaw)
		if head.StatusCode != http.StatusOK || head.Header.Get("Content-Type") != mjpeg.TypeRaw {
			t.Errorf("HEAD: %d %v", head.StatusCode, head.Header)
		}
		browser := "image/avif,image/webp,image/*,*/*;q=0.8" // of an <img>
		if kind := c.do(t, http.MethodHead, wire.PathStream, nil, "Accept", browser).Header.Get("Content-Type"); !strings.HasPrefix(kind, mjpeg.TypeParts) {
			t.Errorf("an <img> gets %s", kind)
		}
	})
}
