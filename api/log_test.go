package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/trace"
)

func TestCloudLog(t *testing.T) {
	const traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	id, _ := trace.TraceIDFromHex(traceID)
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: id, SpanID: trace.SpanID{0, 240, 103, 170, 11, 169, 2, 183}, TraceFlags: trace.FlagsSampled}))
	for _, test := range []struct {
		level             slog.Level
		project           string
		severity, inTrace string
	}{
		{slog.LevelDebug, "", "DEBUG", traceID},
		{slog.LevelInfo, "stage", "INFO", "projects/stage/traces/" + traceID},
		{slog.LevelWarn, "stage", "WARNING", "projects/stage/traces/" + traceID},
		{slog.LevelError, "stage", "ERROR", "projects/stage/traces/" + traceID},
	} {
		var out bytes.Buffer
		c := config{LogLevel: slog.LevelDebug, LogFormat: formatJSON}
		c.logger(&out, test.project).With("a", 1).LogAttrs(ctx, test.level, "said", slog.String("level", "mine"))
		var got map[string]any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatalf("%v: %s", err, out.Bytes())
		}
		delete(got, "time")
		for name, want := range map[string]any{
			"severity": test.severity, "message": "said", "a": 1.0, "level": "mine",
			"logging.googleapis.com/trace": test.inTrace, "logging.googleapis.com/spanId": "00f067aa0ba902b7",
			"logging.googleapis.com/trace_sampled": true,
		} {
			if got[name] != want {
				t.Errorf("%s is %v, want %v", name, got[name], want)
			}
			delete(got, name)
		}
		if len(got) > 0 {
			t.Errorf("and more: %v", got)
		}
	}

	var out bytes.Buffer
	config{LogFormat: formatJSON}.logger(&out, "stage").Info("of no request")
	if bytes.Contains(out.Bytes(), []byte("trace")) {
		t.Errorf("a trace: %s", out.Bytes())
	}
}

// People read the text form as ever.
func TestTextLog(t *testing.T) {
	var out bytes.Buffer
	config{LogFormat: formatText}.logger(&out, "stage").Warn("said", "a", 1)
	if _, rest, _ := bytes.Cut(out.Bytes(), []byte(" ")); string(rest) != "level=WARN msg=said a=1\n" {
		t.Errorf("%q", rest)
	}
}

// OpenTelemetry's variables are not mistaken for misspelt ones, and --help speaks of them.
func TestTracingVariables(t *testing.T) {
	if _, err := readSettings([]string{"OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318", "OTEL_SERVICE_NAME=x"}); err != nil {
		t.Error(err)
	}
	var help bytes.Buffer
	if err := writeHelp(&help); err != nil || !bytes.Contains(help.Bytes(), []byte("OTEL_EXPORTER_OTLP_ENDPOINT")) {
		t.Errorf("--help: %v", err)
	}
	err := run(t.Context(), nil, []string{"OTEL_EXPORTER_OTLP_ENDPOINT=nowhere"}, new(bytes.Buffer), new(bytes.Buffer))
	if err == nil || !strings.Contains(err.Error(), "OTLP endpoint") {
		t.Errorf("a bad endpoint: %v", err)
	}
}
