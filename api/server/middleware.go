package server

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"framepost/api/wire"

	"github.com/go-chi/chi/v5"
)

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
	code   wire.Code // of an error
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// observe counts every request and logs it when the level is debug: path and outcome,
// never a picture.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &recorder{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		if seen.status == 0 {
			seen.status = http.StatusOK
		}
		route := chi.RouteContext(r.Context()).RoutePattern()
		s.metrics.count(route, seen)
		if !s.log.Enabled(r.Context(), slog.LevelDebug) {
			return
		}
		s.log.LogAttrs(r.Context(), slog.LevelDebug, "request",
			slog.String("method", r.Method),
			slog.String("path", r.URL.Path),
			slog.String("query", r.URL.RawQuery),
			slog.String("proto", r.Proto),
			slog.Int("status", seen.status),
			slog.String("code", string(seen.code)),
			slog.Int("bytes", seen.bytes),
			slog.Duration("took", time.Since(start)))
	})
}

// recover turns a panic, which is a defect of this program, into an answer that shows
// nothing of it, and logs the stack.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.log.LogAttrs(r.Context(), slog.LevelError, "panic",
				slog.String("path", r.URL.Path), slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			if seen, ok := w.(*recorder); ok && seen.status != 0 {
				panic(http.ErrAbortHandler) // too late for another answer: end the stream
			}
			s.fail(w, r, internal)
		}()
		next.ServeHTTP(w, r)
	})
}

// bodiesByPost refuses a GET or HEAD with a body: it has no meaning (RFC 9110 section
// 9.3.1), and would be waited for.
func (s *Server) bodiesByPost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			s.fail(w, r, badBody("a "+r.Method+" has no body; POST the picture to "+wire.PathFrame))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// closing asks clients to come back by another connection while the server drains, so
// that none is in the middle of a request when the connections are closed. HTTP/2 makes
// a GOAWAY of it.
func (s *Server) closing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// noSniff keeps browsers from making up a type: pictures come from strangers.
func noSniff(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["X-Content-Type-Options"] = nosniff
		next.ServeHTTP(w, r)
	})
}
