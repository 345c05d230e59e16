package main

import (
	"context"
	"io"
	"log/slog"

	"framepost/api/server"
)

// format is how the log is written to stderr.
func (c config) format(stderr io.Writer) string {
	if c.LogFormat != formatAuto {
		return c.LogFormat
	}
	if isTerminal(stderr) {
		return formatText
	}
	return formatJSON
}

// logger returns the log: lines for people, or JSON with the fields that Cloud Logging knows.
// project is the Google Cloud project that traces belong to, or "".
func (c config) logger(stderr io.Writer, project string) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.format(stderr) == formatText {
		return slog.New(slog.NewTextHandler(stderr, options))
	}
	options.ReplaceAttr = cloudNames
	return slog.New(cloudHandler{slog.NewJSONHandler(stderr, options), project})
}

// cloudNames writes the level and the message as Cloud Logging has them; time is the same
// (https://cloud.google.com/logging/docs/agent/logging/configuration#special-fields). Its list of
// records shows message, and of one without it all the fields.
func cloudNames(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.LevelKey:
		if level, ok := a.Value.Any().(slog.Level); ok { // else it is an attribute of a record
			return slog.String("severity", severity(level))
		}
	case slog.MessageKey:
		a.Key = "message"
	}
	return a
}

// severity returns Cloud Logging's name of a level (LogSeverity).
func severity(level slog.Level) string {
	switch {
	case level < slog.LevelInfo:
		return "DEBUG"
	case level < slog.LevelWarn:
		return "INFO"
	case level < slog.LevelError:
		return "WARNING"
	}
	return "ERROR"
}

// cloudHandler adds the trace of the request that a record is about.
type cloudHandler struct {
	slog.Handler
	project string
}

func (h cloudHandler) Handle(ctx context.Context, r slog.Record) error {
	if span := server.SpanOf(ctx); span.HasTraceID() {
		trace := span.TraceID().String()
		if h.project != "" {
			trace = "projects/" + h.project + "/traces/" + trace
		}
		r = r.Clone() // the caller's has room for attributes, which it may share
		r.AddAttrs(slog.String("logging.googleapis.com/trace", trace),
			slog.Bool("logging.googleapis.com/trace_sampled", span.IsSampled()))
		if span.HasSpanID() {
			r.AddAttrs(slog.String("logging.googleapis.com/spanId", span.SpanID().String()))
		}
	}
	return h.Handler.Handle(ctx, r)
}

func (h cloudHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return cloudHandler{h.Handler.WithAttrs(attrs), h.project}
}

func (h cloudHandler) WithGroup(name string) slog.Handler {
	return cloudHandler{h.Handler.WithGroup(name), h.project}
}
