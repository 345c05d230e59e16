// Package server is the endpoint over HTTP: routes, bodies, admission, errors, the
// page. It knows no pixels. What it accepts and answers is the contract of package
// wire, described to the world in /openapi.json.
//
// # Facing the internet
//
// The memory that requests can take is bounded: bodies and answers share Config.Memory
// (see memory.go), pictures that are worked on Config.Pictures, and
// beyond both requests are refused at once. So are the time (headers 5 s, bodies
// ReadTimeout, processing Timeout), how slowly bodies come and answers are taken
// (see pace.go), and the streams of one connection. A stream of pictures (see stream.go) holds a few of
// them at once, each within its own time. Resets of
// HTTP/2 streams and frames that carry nothing are read slowly (package flood), and net/http
// counts a reset stream until its handler has returned; request smuggling is left to its parser too. A form is read as
// it arrives and never kept.
package server

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"sync/atomic"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/server/admission"
	"framepost/api/server/camera"
	"framepost/api/server/flood"
	"framepost/api/server/static"
)

// Pipeline is what the server needs of one: *pipeline.Pipeline, or a fake that is busy,
// late, slow or broken at will.
type Pipeline interface {
	Plan(job pipeline.Job) (pipeline.Plan, error)
	Process(ctx context.Context, job pipeline.Job) (pipeline.Answer, error)
	Parse(ops string) (filter.Chain, error)
	Preset(name string) (filter.Chain, error)
	Catalogue() pipeline.Catalogue
}

// Server answers frames and serves the page.
type Server struct {
	config   Config
	pipeline Pipeline
	log      *slog.Logger
	gate     *admission.Gate
	guard    *access.Guard
	memory   *memory
	queries  queries // of frames
	flows    queries // of streams

	connections shares
	floods      *flood.Limit
	streams     shares
	metrics     *metrics
	handler     http.Handler
	catalogues  []*catalogued
	panics      panicLog
	draining    atomic.Bool
	cameras     map[string]*camera.Camera // by name
	ending      context.Context           // is done when a drain ends the streams
	end         context.CancelFunc
}

// New makes a Server. The page is served from files, whose config.json is completed
// with settings.
func New(c Config, p Pipeline, files fs.FS, settings static.Settings, log *slog.Logger) (*Server, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	page, err := static.New(files, settings)
	if err != nil {
		return nil, err
	}
	guard, err := access.New(c.Access)
	if err != nil {
		return nil, err
	}
	s := &Server{
		config:   c,
		pipeline: p,
		log:      log,
		gate:     admission.New(c.workers(), c.Queue, c.Pictures),
		guard:    guard,
		memory:   newMemory(c.memory()),
		queries:  queries{pipeline: p, names: frameNames},
		flows:    queries{pipeline: p, names: streamNames},

		connections: shares{limit: int64(c.Connections)},
		floods:      flood.NewLimit(),
		streams:     shares{limit: int64(c.Streams)},
	}
	s.ending, s.end = context.WithCancel(context.Background())
	s.cameras = s.openCameras()
	s.metrics = newMetrics(s)
	s.handler = s.routes(page)
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
