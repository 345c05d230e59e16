package server

import (
	"log/slog"
	"net/http"
	"strconv"

	"framepost/api/server/exposition"
	"framepost/api/wire"
)

// metrics is what /metrics shows.
type metrics struct {
	registry *exposition.Registry
	requests *exposition.Counters
	received *exposition.Counter
	sent     *exposition.Counter

	answered, repeated, skipped *exposition.Counter // pictures of streams
	queue, decode, ops, encode  *exposition.Histogram
}

// stageBuckets are in s: from a step that is skipped to a frame that takes a second.
var stageBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1}

func newMetrics(s *Server) *metrics {
	r := new(exposition.Registry)
	m := &metrics{
		registry: r,
		requests: r.Counters("framepost_requests_total", "Requests answered, by route, status and code of the error.", "code", "route", "status"),
		received: r.Counter("framepost_received_bytes_total", "Bytes of pictures received."),
		sent:     r.Counter("framepost_sent_bytes_total", "Bytes of pictures sent."),
	}
	streamed := r.Counters("framepost_stream_pictures_total", "Pictures of streams, by what became of them.", "result")
	m.answered, m.repeated, m.skipped = streamed.With("answered"), streamed.With("repeated"), streamed.With("skipped")
	stages := r.Histograms("framepost_stage_seconds", "Time that answered frames spent in each stage.", stageBuckets,
		"stage", "queue", "decode", "ops", "encode")
	m.queue, m.decode, m.ops, m.encode = stages[0], stages[1], stages[2], stages[3]

	r.Gauge("framepost_queue_depth", "Frames that wait for a worker.", func() float64 {
		waiting, _ := s.gate.Load()
		return float64(waiting)
	})
	r.Gauge("framepost_in_flight", "Frames that have a worker.", func() float64 {
		_, running := s.gate.Load()
		return float64(running)
	})
	r.Gauge("framepost_streams", "Streams under way.", func() float64 { return float64(s.streams.inUse()) })
	r.Gauge("framepost_buffer_bytes", "Memory held by bodies and answers under way.", func() float64 {
		return float64(s.memory.inUse())
	})
	r.Golang()
	r.Process()
	return m
}

// metricsHTTP serves the metrics, apart from everything else.
func (s *Server) metricsHTTP() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET "+wire.PathMetrics, s.metrics.registry)
	return &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       s.config.ReadTimeout,
		WriteTimeout:      s.config.ReadTimeout,
		IdleTimeout:       s.config.IdleTimeout,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// observe notes where the time of an answered frame went; t is in ms.
func (m *metrics) observe(t wire.Timing) {
	m.queue.Observe(t.Queue / 1000)
	m.decode.Observe(t.Decode / 1000)
	m.ops.Observe(t.Ops / 1000)
	m.encode.Observe(t.Encode / 1000)
}

// count notes an answer. The route is a pattern, so that made-up paths make no series.
func (m *metrics) count(route string, status int, code wire.Code) {
	m.requests.With(string(code), route, strconv.Itoa(status)).Inc()
}
