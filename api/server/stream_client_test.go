package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"framepost/api/mjpeg"
	"framepost/api/wire"
)

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
