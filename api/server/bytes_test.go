package server

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"framepost/api/wire"
)

// The test card within bytes, over every transport: never above, and the header has the quality.
func TestBytes(t *testing.T) {
	s := start(t, Default(), real)
	for _, c := range s.clients(t) {
		for _, test := range []struct {
			query              string
			limit, least, most int // bytes and qualities
		}{
			{"?bytes=40k", 40_000, 20, 100}, {"?bytes=60000&q=60", 60_000, 20, 60}, {"?bytes=2M&q=7", 2_000_000, 7, 7},
			{"?bytes=1M", 1_000_000, 100, 100},
		} {
			got := c.get(t, wire.PathFrame+test.query)
			quality, err := strconv.Atoi(got.Header.Get(wire.HeaderFrameQuality))
			if err != nil || quality < test.least || quality > test.most {
				t.Errorf("%s %s: %s is %q (%v)", c.name, test.query, wire.HeaderFrameQuality, got.Header.Get(wire.HeaderFrameQuality), err)
			}
			if len(got.body) > test.limit || got.StatusCode != http.StatusOK {
				t.Errorf("%s %s: %d, %d bytes", c.name, test.query, got.StatusCode, len(got.body))
			}
			if _, err := jpeg.Decode(bytes.NewReader(got.body)); err != nil {
				t.Errorf("%s %s: %v", c.name, test.query, err)
			}
		}
		if got := c.get(t, wire.PathFrame+"?q=60").Header.Get(wire.HeaderFrameQuality); got != "" {
			t.Errorf("%s: without bytes, %s is %q", c.name, wire.HeaderFrameQuality, got)
		}
	}
}

// About so many bytes are never refused, and kept where they can be.
func TestAboutBytes(t *testing.T) {
	s := start(t, Default(), real)
	for _, c := range s.clients(t) {
		for _, test := range []struct {
			query   string
			quality string
			most    int
		}{{"?bytes=~900", "20", 1 << 20}, {"?bytes=~900&q=9", "9", 1 << 20}, {"?bytes=~1M", "100", 1_000_000}} {
			got := c.get(t, wire.PathFrame+test.query)
			if quality := got.Header.Get(wire.HeaderFrameQuality); got.StatusCode != http.StatusOK || quality != test.quality || len(got.body) > test.most {
				t.Errorf("%s %s: %d, quality %q, %d bytes", c.name, test.query, got.StatusCode, quality, len(got.body))
			}
			if _, err := jpeg.Decode(bytes.NewReader(got.body)); err != nil {
				t.Errorf("%s %s: %v", c.name, test.query, err)
			}
		}
	}
}

// The refusal says how many bytes are enough, and they are.
func TestTooSmall(t *testing.T) {
	c := start(t, Default(), real).h2c(t)
	got := c.get(t, wire.PathFrame+"?bytes=900")
	detail := wantProblem(t, got, wire.TooSmall)
	_, rest, _ := strings.Cut(detail, "it takes ")
	enough, _, found := strings.Cut(rest, ":")
	if !found {
		t.Fatal(detail)
	}
	limit, err := strconv.Atoi(enough)
	if err != nil {
		t.Fatal(detail)
	}
	got = c.get(t, wire.PathFrame+"?bytes="+enough)
	if quality, _ := strconv.Atoi(got.Header.Get(wire.HeaderFrameQuality)); got.StatusCode != http.StatusOK || len(got.body) > limit || quality < wire.LeastQuality {
		t.Errorf("with %s bytes: %d, %d bytes at quality %d", enough, got.StatusCode, len(got.body), quality)
	}
}
