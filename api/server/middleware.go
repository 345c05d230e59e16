package server

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"time"

	"framepost/api/server/access"
	"framepost/api/wire"

	"github.com/go-chi/chi/v5"
)

// note is what the log and the metrics want to know of an answer, and the handler of its
// caller. It travels in the request's context, so that any middleware may wrap the writer.
type note struct {
	sender netip.Addr // by which its share of the server is counted, see caller.Proxies.Address
	code   wire.Code  // of an error
	status int        // 0: nothing is written yet
	bytes  int
	limits access.Limits // of what the caller may ask for
	budget time.Duration // for which a frame may wait for a worker

	headers http.Header // of the request, whose trace the log may want to know
}

// noting notes what is written. (chi's WrapResponseWriter does as well, and links
// net/http/pprof into the program with the rest of its package.)
type noting struct {
	http.ResponseWriter
	note *note
}

func (w noting) WriteHeader(status int) {
	if w.note.status == 0 && status >= 200 {
		w.note.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w noting) Write(p []byte) (int, error) {
	if w.note.status == 0 {
		w.note.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.note.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (w noting) Unwrap() http.ResponseWriter { return w.ResponseWriter }

type noteKey struct{}

// noted returns a request with a new note.
func (s *Server) noted(r *http.Request) (*http.Request, *note) {
	n := &note{sender: s.config.Proxies.Address(r), headers: r.Header}
	return r.WithContext(context.WithValue(r.Context(), noteKey{}, n)), n
}

// noteOf returns the note of a request that has come through observe.
func noteOf(r *http.Request) *note { return r.Context().Value(noteKey{}).(*note) }

// observe counts every request and logs it when the level is debug: path and outcome,
// never a picture, nor a value of the query, which may be words or a secret.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		r, seen := s.noted(r)
		next.ServeHTTP(noting{w, seen}, r)
		status := cmp.Or(seen.status, http.StatusOK)
		route := chi.RouteContext(r.Context()).RoutePattern()
		s.metrics.count(route, status, seen.code)
		s.config.Tracing.Name(r.Context(), r.Method, route)
		if !s.log.Enabled(r.Context(), slog.LevelDebug) {
			return
		}
		s.log.LogAttrs(r.Context(), slog.LevelDebug, "request",
			slog.String("method", r.Method),
			slog.String("path", r.URL.Path),
			slog.String("parameters", parameterNames(r.URL.RawQuery)),
			slog.String("proto", r.Proto),
			slog.Int("status", status),
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
			s.panics.write(s.log, r, "panic", cause, debug.Stack())
			if noteOf(r).status != 0 {
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
