package tracing

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestConfig(t *testing.T) {
	const all, own = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
	for _, test := range []struct {
		environment []string
		url         string // "": off
		err         string // a part of it
	}{
		{nil, "", ""},
		{[]string{all, "http://here:4318"}, "http://here:4318/v1/traces", ""},
		{[]string{all, "https://here/otlp/"}, "https://here/otlp/v1/traces", ""},
		{[]string{all, "http://here", own, "http://there/x"}, "http://there/x", ""},
		{[]string{all, "http://here", "OTEL_SDK_DISABLED", "true"}, "", ""},
		{[]string{all, "http://here", "OTEL_TRACES_EXPORTER", "none"}, "", ""},
		{[]string{"OTEL_TRACES_EXPORTER", "otlp"}, "http://localhost:4318/v1/traces", ""},
		{[]string{"OTEL_TRACES_EXPORTER", "zipkin"}, "", "OTEL_TRACES_EXPORTER=zipkin"},
		{[]string{all, "here:4318"}, "", "not an address"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"}, "", "OTEL_EXPORTER_OTLP_PROTOCOL"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_TIMEOUT", "1s"}, "", "milliseconds"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"}, "", "gzip or none"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_HEADERS", "secret"}, "", "name=value"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere"}, "", "/nowhere"},
		{[]string{all, "http://here", "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "x"}, "", "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY"},
	} {
		c, err := readConfig(environment(test.environment...))
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%q: %v, want an error with %q", test.environment, err, test.err)
			}
		case err != nil || (c == nil) != (test.url == "") || c != nil && c.url != test.url:
			t.Errorf("%q: %+v, %v; want %s", test.environment, c, err, test.url)
		}
	}
	if tracing, err := New(environment(), nil); tracing != nil || err != nil {
		t.Errorf("with no variable: %v, %v", tracing, err)
	}
}

func TestParent(t *testing.T) {
	const id = "4bf92f3577b34da6a3ce929d0e0e4736"
	for _, test := range []struct{ name, value, trace, span string }{
		{"Traceparent", "00-" + id + "-00f067aa0ba902b7-01", id, "00f067aa0ba902b7"},
		{"X-Cloud-Trace-Context", id + "/255;o=1", id, "00000000000000ff"},
		{"X-Cloud-Trace-Context", strings.ToUpper(id) + "/1", id, "0000000000000001"},
		{"X-Cloud-Trace-Context", id + "/0", id, "0000000000000000"},
		{"X-Cloud-Trace-Context", id, id, "0000000000000000"},
		{"X-Cloud-Trace-Context", id + "/-1", "00000000000000000000000000000000", "0000000000000000"},
		{"Traceparent", "00-x", "00000000000000000000000000000000", "0000000000000000"},
	} {
		got := Parent(http.Header{test.name: {test.value}})
		if got.TraceID().String() != test.trace || got.SpanID().String() != test.span {
			t.Errorf("%s: %s: %s %s", test.name, test.value, got.TraceID(), got.SpanID())
		}
		if want := strings.HasSuffix(test.value, "1") && !strings.HasSuffix(test.value, "/1") && test.span != "0000000000000000"; got.IsSampled() != want {
			t.Errorf("%s: sampled %t", test.value, got.IsSampled())
		}
	}
}

func FuzzParent(f *testing.F) {
	f.Add("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "")
	f.Add("", "4bf92f3577b34da6a3ce929d0e0e4736/255;o=1")
	f.Fuzz(func(t *testing.T, w3c, cloud string) {
		got := Parent(http.Header{"Traceparent": {w3c}, cloudHeader: {cloud}})
		if got.HasSpanID() && !got.HasTraceID() {
			t.Errorf("%q, %q: a span without a trace", w3c, cloud)
		}
	})
}

// collect keeps spans instead of sending them.
type collect struct{ spans []sdk.ReadOnlySpan }

func (c *collect) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	c.spans = append(c.spans, spans...)
	return nil
}
func (c *collect) Shutdown(context.Context) error { return nil }

// OpenTelemetry's own types read what was encoded here.
func TestEncode(t *testing.T) {
	var collected collect
	provider := sdk.NewTracerProvider(sdk.WithSyncer(&collected))
	_, span := provider.Tracer("here", trace.WithInstrumentationVersion("1.2")).Start(context.Background(), "name",
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithLinks(trace.Link{SpanContext: Parent(http.Header{"Traceparent": {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}})}))
	span.SetAttributes(attribute.String("s", "text"), attribute.Int("i", -7), attribute.Bool("b", true),
		attribute.Float64("f", 0.5), attribute.StringSlice("l", []string{"a", "b"}))
	span.AddEvent("event", trace.WithAttributes(attribute.Int("n", 1)))
	span.SetStatus(codes.Error, "broken")
	span.End()

	var request collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(encode(collected.spans), &request); err != nil {
		t.Fatal(err)
	}
	scope := request.ResourceSpans[0].ScopeSpans[0]
	got := scope.Spans[0]
	if len(request.ProtoReflect().GetUnknown())+len(got.ProtoReflect().GetUnknown()) > 0 {
		t.Error("unknown fields")
	}
	if scope.Scope.Name != "here" || scope.Scope.Version != "1.2" || got.Name != "name" ||
		got.Kind != otlp.Span_SPAN_KIND_CLIENT || len(got.TraceId) != 16 || len(got.SpanId) != 8 || len(got.ParentSpanId) != 0 ||
		got.Status.Code != otlp.Status_STATUS_CODE_ERROR || got.Status.Message != "broken" || got.Flags != 0x101 ||
		got.StartTimeUnixNano == 0 || got.EndTimeUnixNano < got.StartTimeUnixNano {
		t.Errorf("%v in %v", got, scope.Scope)
	}
	if got.Events[0].Name != "event" || got.Events[0].Attributes[0].Value.GetIntValue() != 1 || got.Links[0].SpanId[1] != 0xf0 {
		t.Errorf("%v %v", got.Events, got.Links)
	}
	values := map[string]string{}
	for _, a := range got.Attributes {
		values[a.Key] = strings.ReplaceAll(a.Value.String(), " ", "")
	}
	for name, want := range map[string]string{"s": `string_value:"text"`, "i": "int_value:-7", "b": "bool_value:true",
		"f": "double_value:0.5", "l": `string_value:"[\"a\",\"b\"]"`} {
		if values[name] != want {
			t.Errorf("%s is %s, want %s", name, values[name], want)
		}
	}
}

// refusing is a receiver in memory that answers with statuses in turn, the last one for ever.
type refusing struct {
	statuses []int
	asked    int
}

func (r *refusing) RoundTrip(request *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteHeader(r.statuses[min(r.asked, len(r.statuses)-1)])
	r.asked++
	return w.Result(), request.Context().Err()
}

// What is refused for a while is sent again, until the time is over; what is refused for good
// is not.
func TestExportAgain(t *testing.T) {
	for _, test := range []struct {
		statuses []int
		asked    int
		fails    bool
	}{
		{[]int{200}, 1, false},
		{[]int{503, 429, 200}, 3, false},
		{[]int{400}, 1, true},
		{[]int{503}, 6, true}, // after 0, 0.25, 0.75, 1.75, 3.75 and 7.75 s of 10
	} {
		synctest.Test(t, func(t *testing.T) {
			c, err := readConfig(environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://receiver", "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"))
			if err != nil {
				t.Fatal(err)
			}
			receiver := &refusing{statuses: test.statuses}
			e := &exporter{c, &http.Client{Transport: receiver}}
			if err := e.ExportSpans(t.Context(), nil); (err != nil) != test.fails || receiver.asked != test.asked {
				t.Errorf("%v: asked %d times, %v", test.statuses, receiver.asked, err)
			}
		})
	}
}

// A server that can't reach the receiver still ends: spans are lost, and not waited for.
func TestShutdownIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := readConfig(environment("OTEL_TRACES_EXPORTER", "otlp"))
		if err != nil {
			t.Fatal(err)
		}
		provider := sdk.NewTracerProvider(sdk.WithBatcher(&exporter{c, &http.Client{Transport: &refusing{statuses: []int{503}}}}))
		tracing := &Tracing{provider, provider.Tracer("")}
		_, span := tracing.tracer.Start(t.Context(), "lost")
		span.End()
		ctx, cancel := context.WithTimeout(t.Context(), firstPause)
		defer cancel()
		if err := tracing.Shutdown(ctx); err == nil {
			t.Error("no error")
		}
		time.Sleep(c.timeout) // the SDK leaves an export behind, which ends by itself
	})
}
