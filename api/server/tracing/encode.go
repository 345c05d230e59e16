package tracing

import (
	"encoding/binary"
	"math"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// message is an encoded protocol buffer. What it is made of
// (https://protobuf.dev/programming-guides/encoding/) is written here, as the initialisers of
// package protowire read the program's own file before main begins. Fields have the numbers that
// https://github.com/open-telemetry/opentelemetry-proto v1.8.0 gives them, and are left out
// where they have the default value.
type message []byte

// wireType is how a value is written.
type wireType uint64

const (
	varintType  wireType = 0
	fixed64Type wireType = 1
	bytesType   wireType = 2
	fixed32Type wireType = 5
)

// tag appends what comes before the value of field n.
func (m message) tag(n int, t wireType) message {
	return binary.AppendUvarint(m, uint64(n)<<3|uint64(t))
}

// encode returns an ExportTraceServiceRequest (collector/trace/v1) of spans, which have one
// resource: a TracerProvider's.
func encode(spans []sdk.ReadOnlySpan) message {
	if len(spans) == 0 {
		return nil
	}
	var all message // ResourceSpans
	all.message(1, encodeAttributes(nil, 1, spans[0].Resource().Attributes()))
	scopes := map[instrumentation.Scope]message{}
	for _, span := range spans {
		m := scopes[span.InstrumentationScope()]
		m.message(2, encodeSpan(span))
		scopes[span.InstrumentationScope()] = m
	}
	for scope, m := range scopes { // ScopeSpans
		var name message
		name.text(1, scope.Name)
		name.text(2, scope.Version)
		m.message(1, name)
		all.message(2, m)
	}
	var request message
	request.message(1, all)
	return request
}

// encodeSpan returns a Span (trace/v1).
func encodeSpan(s sdk.ReadOnlySpan) message {
	var m message
	id, parent := s.SpanContext(), s.Parent()
	traceID, spanID := id.TraceID(), id.SpanID()
	m.message(1, traceID[:])
	m.message(2, spanID[:])
	m.text(3, id.TraceState().String())
	flags := uint32(id.TraceFlags()) | 0x100 // bit 8: bit 9 says whether the parent is remote
	if parent.IsRemote() {
		flags |= 0x200
	}
	if parent.HasSpanID() {
		parentID := parent.SpanID()
		m.message(4, parentID[:])
	}
	m.text(5, s.Name())
	m.varint(6, uint64(s.SpanKind())) // both count internal, server, client… from 1
	m.time(7, s.StartTime())
	m.time(8, s.EndTime())
	m = encodeAttributes(m, 9, s.Attributes())
	for _, event := range s.Events() {
		var e message
		e.time(1, event.Time)
		e.text(2, event.Name)
		m.message(11, encodeAttributes(e, 3, event.Attributes))
	}
	for _, link := range s.Links() {
		m.message(13, encodeLink(link.SpanContext, link.Attributes))
	}
	if status := s.Status(); status.Code != codes.Unset {
		var e message
		e.text(2, status.Description)
		e.varint(3, statusNumbers[status.Code])
		m.message(15, e)
	}
	return binary.LittleEndian.AppendUint32(m.tag(16, fixed32Type), flags)
}

// statusNumbers are those of Status.StatusCode, which are not the API's.
var statusNumbers = map[codes.Code]uint64{codes.Ok: 1, codes.Error: 2}

// encodeLink returns a Span.Link.
func encodeLink(to trace.SpanContext, attributes []attribute.KeyValue) message {
	var m message
	traceID, spanID := to.TraceID(), to.SpanID()
	m.message(1, traceID[:])
	m.message(2, spanID[:])
	m.text(3, to.TraceState().String())
	return encodeAttributes(m, 4, attributes)
}

// encodeAttributes returns m with attributes, KeyValue each (common/v1), as field n.
func encodeAttributes(m message, n int, attributes []attribute.KeyValue) message {
	for _, a := range attributes {
		var pair message
		pair.text(1, string(a.Key))
		pair.message(2, encodeValue(a.Value))
		m.message(n, pair)
	}
	return m
}

// encodeValue returns an AnyValue. Lists, which no span of this program has, are written as
// text.
func encodeValue(v attribute.Value) message {
	var m message
	switch v.Type() {
	case attribute.BOOL:
		m = m.tag(2, varintType)
		if v.AsBool() {
			return append(m, 1)
		}
		return append(m, 0)
	case attribute.INT64:
		return binary.AppendUvarint(m.tag(3, varintType), uint64(v.AsInt64()))
	case attribute.FLOAT64:
		return binary.LittleEndian.AppendUint64(m.tag(4, fixed64Type), math.Float64bits(v.AsFloat64()))
	}
	m.message(1, []byte(v.Emit()))
	return m
}

// message appends bytes, or a message, as field n.
func (m *message) message(n int, content []byte) {
	*m = append(binary.AppendUvarint(m.tag(n, bytesType), uint64(len(content))), content...)
}

func (m *message) text(n int, s string) {
	if s != "" {
		m.message(n, []byte(s))
	}
}

func (m *message) varint(n int, v uint64) {
	if v != 0 {
		*m = binary.AppendUvarint(m.tag(n, varintType), v)
	}
}

// time appends a time, in ns since 1970.
func (m *message) time(n int, t time.Time) {
	*m = binary.LittleEndian.AppendUint64(m.tag(n, fixed64Type), uint64(t.UnixNano()))
}
