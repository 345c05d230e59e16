package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/server/static"
	"framepost/api/wire"
)

// void is a ResponseWriter that keeps nothing but the size.
type void struct {
	header http.Header
	size   int
}

func (v *void) Header() http.Header { return v.header }
func (v *void) WriteHeader(int)     {}
func (v *void) Write(p []byte) (int, error) {
	v.size = len(p)
	return len(p), nil
}

// BenchmarkHandler is a whole request without the network: with the real pipeline, and
// with one that does nothing, which leaves what HTTP costs.
func BenchmarkHandler(b *testing.B) {
	for _, bench := range []struct {
		name string
		pipe Pipeline
	}{{"real", real}, {"fake", fake{}}} {
		b.Run(bench.name, func(b *testing.B) {
			s, err := New(Default(), bench.pipe, page, static.Settings{}, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			body := bytes.NewReader(pipeline.TestCard())
			r := httptest.NewRequest(http.MethodPost, wire.Query{Chain: wire.DefaultChain, Quality: wire.DefaultQuality}.URL(""), io.NopCloser(body))
			r.ContentLength = body.Size()
			r.Header.Set("Content-Type", "image/jpeg")
			r.Header.Set(wire.HeaderFrameID, "viewer-1")
			w := &void{header: make(http.Header)}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(pipeline.TestCard())
				clear(w.header)
				s.ServeHTTP(w, r)
			}
			if mime := w.header.Get("Content-Type"); mime != "image/jpeg" || w.size < 1000 {
				b.Fatalf("%d bytes of %s", w.size, mime)
			}
		})
	}
}

// BenchmarkRoundTrip is a whole request with the network, over each protocol.
func BenchmarkRoundTrip(b *testing.B) {
	s := start(b, Default(), real)
	for _, c := range s.clients(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				resp, err := c.http.Post(c.url+wire.PathFrame, "image/jpeg", bytes.NewReader(pipeline.TestCard()))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					b.Fatal(err)
				}
				resp.Body.Close()
			}
		})
	}
}

// BenchmarkExchange is what HTTP costs of a frame of 200 kB that is answered with 60 kB.
func BenchmarkExchange(b *testing.B) {
	s := start(b, Default(), fake{func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{Body: pool.Get(60_000), W: 700, H: 525}, nil
	}})
	body := []byte(jpegLike(200_000))
	for _, c := range s.clients(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				resp, err := c.http.Post(c.url+wire.PathFrame, "image/jpeg", bytes.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil {
					b.Fatal(err)
				}
				resp.Body.Close()
			}
		})
	}
}

// BenchmarkStream is one picture of a stream, with the network, over each protocol.
func BenchmarkStream(b *testing.B) {
	s := start(b, Default(), real)
	for _, c := range s.clients(b) {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			card := pipeline.TestCard()
			body := io.LimitReader(&repeating{bytes: card}, int64(b.N*len(card)))
			resp, err := c.http.Post(c.url+wire.PathStream, "", body)
			if err != nil {
				b.Fatal(err)
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				b.Fatal(err)
			}
			if n := resp.Trailer.Get(wire.TrailerAnswered); n != strconv.Itoa(b.N) {
				b.Errorf("%s of %d pictures were answered", n, b.N)
			}
		})
	}
}

// repeating reads the same bytes again and again.
type repeating struct {
	bytes []byte
	at    int
}

func (r *repeating) Read(p []byte) (int, error) {
	n := copy(p, r.bytes[r.at:])
	r.at = (r.at + n) % len(r.bytes)
	return n, nil
}
