package tracing

import (
	"context"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// cloudHeader is the older of the two headers by which Google's front ends say which trace a
// request belongs to: "TRACE/SPAN;o=OPTIONS", the trace in hexadecimal, the span in decimal
// (https://cloud.google.com/trace/docs/trace-context).
const cloudHeader = "X-Cloud-Trace-Context"

// parents finds the caller's span in traceparent (https://www.w3.org/TR/trace-context/), or
// else in cloudHeader. It passes on the former.
type parents struct{ propagation.TraceContext }

// Extract returns ctx with the caller's span, if the headers name one.
func (p parents) Extract(ctx context.Context, headers propagation.TextMapCarrier) context.Context {
	ctx = p.TraceContext.Extract(ctx, headers)
	if trace.SpanContextFromContext(ctx).IsValid() {
		return ctx
	}
	if parent := parseCloud(headers.Get(cloudHeader)); parent.HasTraceID() {
		return trace.ContextWithRemoteSpanContext(ctx, parent)
	}
	return ctx
}

// Parent returns the span that a request's headers name as its caller's; the zero SpanContext
// if they name none.
func Parent(headers http.Header) trace.SpanContext {
	ctx := parents{}.Extract(context.Background(), propagation.HeaderCarrier(headers))
	return trace.SpanContextFromContext(ctx)
}

// parseCloud returns the span that a cloudHeader names.
func parseCloud(header string) trace.SpanContext {
	id, rest, _ := strings.Cut(header, "/")
	span, options, _ := strings.Cut(rest, ";")
	traceID, err := trace.TraceIDFromHex(strings.ToLower(id))
	if err != nil {
		return trace.SpanContext{}
	}
	number, err := strconv.ParseUint(span, 10, 64)
	if err != nil && span != "" { // a trace may come alone
		return trace.SpanContext{}
	}
	var spanID trace.SpanID
	binary.BigEndian.PutUint64(spanID[:], number)
	var flags trace.TraceFlags
	if options == "o=1" {
		flags = trace.FlagsSampled
	}
	return trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID, TraceFlags: flags, Remote: true})
}
