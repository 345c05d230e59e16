package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"framepost/api/pipeline"
	"framepost/api/server/static"
	"framepost/api/wire"

	"github.com/go-chi/chi/v5"
)

// anyPath is the route of what no other route takes: the page's files.
const anyPath = "/*"

// routes is the table of contents. Whatever answers to GET answers to HEAD.
func (s *Server) routes(page *static.Site) http.Handler {
	ops := s.catalogued(func(c pipeline.Catalogue) any { return c })
	contract := s.catalogued(func(c pipeline.Catalogue) any { return openAPI(c, s.config) })
	cameras := written(func() any { return s.config.listCameras() })

	mux := chi.NewRouter()
	mux.NotFound(s.handle(notFound))
	mux.MethodNotAllowed(s.handle(func(w http.ResponseWriter, r *http.Request) error {
		return badMethod(w, r, mux, page)
	}))
	if s.config.Tracing != nil {
		mux.Use(s.config.Tracing.Handler)
	}
	mux.Use(s.observe, s.recover, s.knownHost, noSniff, s.closing, s.keepRate, watchArrival, s.bodiesByPost)
	elsewhere := cors(s.config.Origins) // pages of other origins have no use for the page itself
	mux.Route(wire.PathV1, func(v1 chi.Router) {
		v1.Use(elsewhere, s.ownPages, s.inert, echoFrameID)
		callers := v1.With(s.budgeted, s.permitted(&s.queries))
		callers.Post(v1Path(wire.PathFrame), s.handle(s.frame))
		get(callers, v1Path(wire.PathFrame), s.handle(s.frame))
		viewers := v1.With(s.budgeted, s.permitted(&s.flows))
		viewers.Post(v1Path(wire.PathStream), s.handle(s.stream))
		viewers.Put(v1Path(wire.PathStream), s.handle(s.stream)) // which curl -T sends
		get(viewers, v1Path(wire.PathStream), s.handle(s.watchCard))
		get(viewers, v1Path(cameraPath), s.handle(s.watchCamera))
		get(v1, v1Path(wire.PathCameras), cameras)
		get(v1, v1Path(wire.PathOps), ops)
	})
	get(mux.With(elsewhere), wire.PathOpenAPI, contract)
	get(mux.With(elsewhere), wire.PathHealth, s.handle(s.health))
	if s.config.Metrics == MetricsHere {
		get(mux, wire.PathMetrics, s.metrics.registry)
	}
	get(mux, anyPath, s.handle(func(w http.ResponseWriter, r *http.Request) error {
		asset := page.Asset(r.URL.Path)
		if asset == nil {
			return notFound(w, r)
		}
		asset.ServeHTTP(w, r)
		return nil
	}))
	return mux
}

// written answers with a value as JSON, which is written for the first one who asks: the first
// frame does not wait for it.
func written(value func() any) http.Handler {
	return static.Lazy(func() *static.Asset {
		body, err := json.Marshal(value())
		if err != nil {
			panic(err) // the types are this program's own, and JSON can hold them
		}
		return static.NewAsset("application/json", body)
	})
}

// cameraPath is the path of one camera, as a pattern.
const cameraPath = wire.PathCameras + "/{" + cameraParameter + "}"

// v1Path is a path of the contract as its group of routes knows it.
func v1Path(path string) string { return strings.TrimPrefix(path, wire.PathV1) }

// get has GET and HEAD answered by h.
func get(router chi.Router, path string, h http.Handler) {
	router.Method(http.MethodGet, path, h)
	router.Method(http.MethodHead, path, h)
}

// handle makes a handler of a function whose error becomes the answer.
func (s *Server) handle(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) error {
	if s.draining.Load() {
		return errDraining
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header()["Cache-Control"] = noStore
	_, err := w.Write([]byte("ok\n"))
	return err
}

var errDraining = &wire.Error{Code: wire.Draining, Detail: "this instance answers for a moment more, and then ends; send the next frames to another"}

func notFound(_ http.ResponseWriter, r *http.Request) error {
	return &wire.Error{Code: wire.NotFound, Detail: "there is nothing at this path; frames go to " +
		wire.PathFrame + ", the contract is at " + wire.PathOpenAPI}
}

func badMethod(w http.ResponseWriter, r *http.Request, mux chi.Routes, page *static.Site) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut} {
		found := chi.NewRouteContext()
		if !mux.Match(found, method, r.URL.Path) {
			continue
		}
		if found.RoutePattern() == anyPath && page.Asset(r.URL.Path) == nil {
			return notFound(w, r)
		}
		allowed = append(allowed, method)
	}
	if allowed == nil {
		return notFound(w, r) // the router has no path for a method that it does not know
	}
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	return &wire.Error{Code: wire.BadMethod, Detail: "this path takes " + list}
}
