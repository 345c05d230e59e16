package server

import (
	"bytes"
	"context"
	"encoding/hex"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"time"

	otlp "go.opentelemetry.io/proto/slim/otlp/trace/v1"

	"framepost/api/pipeline"
	"framepost/api/server/tracing"
	"framepost/api/server/tracing/tracingtest"
	"framepost/api/wire"
)

const (
	callerTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	callerSpan  = "00f067aa0ba902b7"
	traceparent = "00-" + callerTrace + "-" + callerSpan + "-01"
)

// A frame's stages are children of the server's span, which is a child of the caller's, and
// all of them have arrived when the server has drained. Whatever wraps the writers must keep
// deadlines and flushing at work, in each protocol.
func TestSpansOfAFrame(t *testing.T) {
	for name, connect := range map[string]func(*service, testing.TB) client{
		"HTTP/1.1": (*service).http1, "h2c": (*service).h2c, "HTTP/2": (*service).h2,
	} {
		t.Run(name, func(t *testing.T) {
			receiver := tracingtest.New(t)
			c := small()
			var err error
			if c.Tracing, err = tracing.New(receiver.Getenv, slog.New(slog.DiscardHandler)); err != nil {
				t.Fatal(err)
			}
			s := start(t, c, real)
			began := time.Now()
			answer := connect(s, t).do(t, http.MethodPost, wire.PathFrame+"?ops=resize:64,mirror,blur", bytes.NewReader(pipeline.TestCard()),
				"Traceparent", traceparent)
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("%s %.200q", answer.Status, answer.body)
			}
			s.stop()
			if err := <-s.done; err != nil {
				t.Fatal(err)
			}
			spans := receiver.Spans()
			var names []string
			var server *otlp.Span
			for _, span := range spans {
				names = append(names, span.Name)
				if span.Kind == otlp.Span_SPAN_KIND_SERVER {
					server = span
				}
			}
			slices.Sort(names)
			if want := []string{"POST /v1/frame", "blur", "decode", "encode", "mirror", "queue", "receive", "resize"}; !slices.Equal(names, want) {
				t.Fatalf("spans %q, want %q", names, want)
			}
			if parent := hex.EncodeToString(server.ParentSpanId); parent != callerSpan {
				t.Errorf("the parent of the request is %s", parent)
			}
			if receiver.Service() != "framepost" {
				t.Errorf("service.name is %q", receiver.Service())
			}
			for _, span := range spans {
				if id := hex.EncodeToString(span.TraceId); id != callerTrace {
					t.Errorf("%s is in the trace %s", span.Name, id)
				}
				if span != server && !bytes.Equal(span.ParentSpanId, server.SpanId) {
					t.Errorf("%s is not a child of the request", span.Name)
				}
				if span.StartTimeUnixNano < uint64(began.UnixNano()) || span.EndTimeUnixNano < span.StartTimeUnixNano ||
					span.StartTimeUnixNano < server.StartTimeUnixNano || span.EndTimeUnixNano > server.EndTimeUnixNano {
					t.Errorf("%s is outside of the request", span.Name)
				}
			}
			if bytes.Contains(receiver.Bytes(), []byte("resize:64")) {
				t.Error("the query, which may hold words and secrets, was exported")
			}
		})
	}
}

// Without tracing a frame pays nothing for it.
func TestTracingOffAllocatesNothing(t *testing.T) {
	s, ctx := new(Server), context.Background()
	now := time.Now()
	if n := testing.AllocsPerRun(100, func() {
		s.config.Tracing.Stage(ctx, "queue", now, now)
		s.config.Tracing.Name(ctx, "POST", "/v1/frame")
		_ = s.traced(ctx)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
