// Package tracingtest receives spans in tests.
package tracingtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Receiver takes OTLP over HTTP, and decodes it with OpenTelemetry's own types.
type Receiver struct {
	*httptest.Server

	mu      sync.Mutex
	spans   []*otlp.Span
	service string
	bytes   []byte
}

// New starts a receiver, which ends with the test.
func New(t testing.TB) *Receiver {
	r := new(Receiver)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		var export collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &export)
		}
		if err != nil || request.URL.Path != "/v1/traces" || request.Header.Get("Content-Type") != "application/x-protobuf" {
			t.Errorf("%s %s: %v", request.Method, request.URL, err)
			http.Error(w, "bad", http.StatusBadRequest)
			return
		}
		r.take(&export, body)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *Receiver) take(export *collector.ExportTraceServiceRequest, body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bytes = append(r.bytes, body...)
	for _, resource := range export.ResourceSpans {
		for _, a := range resource.Resource.Attributes {
			if a.Key == "service.name" {
				r.service = a.Value.GetStringValue()
			}
		}
		for _, scope := range resource.ScopeSpans {
			r.spans = append(r.spans, scope.Spans...)
		}
	}
}

// Getenv is an environment that has spans exported here.
func (r *Receiver) Getenv(name string) string {
	if name == "OTEL_EXPORTER_OTLP_ENDPOINT" {
		return r.URL
	}
	return ""
}

// Spans returns what has been received.
func (r *Receiver) Spans() []*otlp.Span {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spans
}

// Service returns the service.name of what has been received.
func (r *Receiver) Service() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.service
}

// Bytes returns the bodies that have been received.
func (r *Receiver) Bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bytes
}
