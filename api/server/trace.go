package server

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/trace"

	"framepost/api/filter"
	"framepost/api/server/tracing"
)

// traced returns a context with which the pipeline's stages become spans, if the request has
// one.
func (s *Server) traced(ctx context.Context) context.Context {
	if !s.config.Tracing.Records(ctx) {
		return ctx
	}
	return filter.WithStages(ctx, func(stage string, began, ended time.Time) {
		s.config.Tracing.Stage(ctx, stage, began, ended)
	})
}

// SpanOf returns the span that a request's context belongs to: the server's own, or else its
// caller's; the zero SpanContext if there is neither. It reads the caller's when it is called,
// so that a request which writes no log pays nothing for it.
func SpanOf(ctx context.Context) trace.SpanContext {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		return span
	}
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return tracing.Parent(n.headers)
	}
	return trace.SpanContext{}
}
