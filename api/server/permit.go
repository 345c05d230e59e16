package server

import (
	"errors"
	"net/http"

	"framepost/api/wire"
)

// permitted lets those through who may call, and notes within which limits. The chain is a
// part of what a capability allows, so the query is read here already; what is wrong with
// it is for the handler to say, to those who may call.
func (s *Server) permitted(queries *queries) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return s.permit(queries, next) }
}

func (s *Server) permit(queries *queries, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		capability, _, err := param(r.URL.RawQuery, wire.QueryCap, wire.BadQuery)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		q, wrong := queries.parse(r.URL.RawQuery)
		limits, err := s.guard.Admit(r, noteOf(r).sender, capability, q.text)
		if err != nil && !(wrong != nil && isForbidden(err)) {
			s.fail(w, r, err)
			return
		}
		noteOf(r).limits = limits
		next.ServeHTTP(w, r)
	})
}

func isForbidden(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code == wire.Forbidden
}

// ReloadKeys reads the keys of those who may call again. When that fails those that were
// read before stay.
func (s *Server) ReloadKeys() error { return s.guard.Reload() }
