package server

import (
	"net/http"
	"sync/atomic"

	"framepost/api/pipeline"
)

// catalogued answers with a document that is made of the pipeline's catalogue.
type catalogued struct {
	make    func() http.Handler
	current atomic.Pointer[http.Handler]
}

// catalogued returns the handler of a document that Refresh makes anew.
func (s *Server) catalogued(value func(pipeline.Catalogue) any) *catalogued {
	c := &catalogued{make: func() http.Handler {
		return written(func() any { return value(s.pipeline.Catalogue()) })
	}}
	c.renew()
	s.catalogues = append(s.catalogues, c)
	return c
}

func (c *catalogued) renew() {
	h := c.make()
	c.current.Store(&h)
}

func (c *catalogued) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*c.current.Load()).ServeHTTP(w, r)
}

// Refresh has what the server says of the pipeline's operations, and what it remembers of chains,
// follow a change of the pipeline.
func (s *Server) Refresh() {
	for _, c := range s.catalogues {
		c.renew()
	}
	s.queries.forget()
	s.flows.forget()
}
