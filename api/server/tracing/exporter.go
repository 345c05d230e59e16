package tracing

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// exporter sends spans by OTLP over HTTP.
//
// OpenTelemetry's own, otlptracehttp v1.38.0, links gRPC, which it does not use: 7.1 MB, half
// as much as the rest of the program.
type exporter struct {
	config *config
	client *http.Client
}

func newExporter(c *config) *exporter {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if c.tls != nil {
		transport.TLSClientConfig = c.tls
	}
	return &exporter{c, &http.Client{Transport: transport}}
}

// firstPause is the time before the second attempt; it doubles with each.
const firstPause = 250 * time.Millisecond

// ExportSpans sends spans, and again while the receiver is too busy for them or can't be
// reached, until the time for an export is over.
func (e *exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	ctx, cancel := context.WithTimeout(ctx, e.config.timeout)
	defer cancel()
	body := encode(spans)
	if e.config.gzip {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(body) // a bytes.Buffer returns no error
		_ = w.Close()
		body = b.Bytes()
	}
	for pause := firstPause; ; pause *= 2 {
		again, err := e.post(ctx, body)
		if !again {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// transient are the statuses after which OTLP has a client try again
// (https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes).
var transient = []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// post sends an encoded request once, and reports whether another attempt may succeed.
func (e *exporter) post(ctx context.Context, body []byte) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.config.url, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	for name, values := range e.config.headers {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", "application/x-protobuf")
	if e.config.gzip {
		r.Header.Set("Content-Encoding", "gzip")
	}
	answer, err := e.client.Do(r)
	var failed *url.Error // which shows the URL
	if errors.As(err, &failed) {
		err = failed.Err
	}
	if err != nil {
		return true, fmt.Errorf("%s: %w", e.config.host, err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10) // so that the connection is used again
	if answer.StatusCode/100 != 2 {
		return slices.Contains(transient, answer.StatusCode), fmt.Errorf("%s: %s", e.config.host, answer.Status)
	}
	return false, nil
}

// Shutdown closes idle connections.
func (e *exporter) Shutdown(context.Context) error {
	e.client.CloseIdleConnections()
	return nil
}
