// Package tracing makes spans of requests and of the stages of frames, and exports them by
// OTLP where the environment asks for it (https://opentelemetry.io/docs/specs/otel/).
package tracing

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"framepost/api/wire"
)

// Tracing exports spans. A nil Tracing is off.
type Tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// New returns the Tracing that environment variables ask for; nil if they ask for none. getenv
// returns the value of a variable, or "". The SDK itself reads those of the resource, the
// sampler, the limits and the batches.
func New(getenv func(name string) string, log *slog.Logger) (*Tracing, error) {
	c, err := readConfig(getenv)
	if err != nil || c == nil {
		return nil, err
	}
	res, err := resource.Merge(
		resource.NewSchemaless(attribute.String("service.name", "framepost")),
		resource.Environment())
	if err != nil {
		return nil, err
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("tracing", slog.Any("error", err)) }))
	provider := sdk.NewTracerProvider(sdk.WithBatcher(newExporter(c)), sdk.WithResource(res))
	return &Tracing{provider, provider.Tracer("framepost")}, nil
}

// Handler has each request to next recorded as a span, with the caller's span as its parent.
// Probes and scrapes have none: there is one a second, and nobody looks at them.
func (t *Tracing) Handler(next http.Handler) http.Handler {
	return otelhttp.NewHandler(next, "request",
		otelhttp.WithTracerProvider(t.provider),
		otelhttp.WithPropagators(parents{}),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method }),
		otelhttp.WithFilter(func(r *http.Request) bool {
			return r.URL.Path != wire.PathHealth && r.URL.Path != wire.PathMetrics
		}))
}

// Name names the span of a request after the route that it took.
func (t *Tracing) Name(ctx context.Context, method, route string) {
	if t == nil || route == "" {
		return
	}
	span := trace.SpanFromContext(ctx)
	span.SetName(method + " " + route)
	span.SetAttributes(attribute.String("http.route", route))
}

// Stage records a stage of a frame, as a child of the span in ctx.
func (t *Tracing) Stage(ctx context.Context, name string, began, ended time.Time) {
	if t.Records(ctx) {
		_, span := t.tracer.Start(ctx, name, trace.WithTimestamp(began))
		span.End(trace.WithTimestamp(ended))
	}
}

// Records reports whether the stages of a request are wanted.
func (t *Tracing) Records(ctx context.Context) bool {
	return t != nil && trace.SpanFromContext(ctx).IsRecording()
}

// Shutdown exports what has not been exported, until ctx ends.
func (t *Tracing) Shutdown(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}
