package server

import (
	"log/slog"
	"net/http"
	"strconv"

	"framepost/api/wire"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what /metrics shows.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	received prometheus.Counter
	sent     prometheus.Counter

	answered, repeated, skipped prometheus.Counter // pictures of streams
	queue, decode, ops, encode  prometheus.Observer
}

// stageBuckets are in s: from a step that is skipped to a frame that takes a second.
var stageBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "framepost_requests_total", Help: "Requests answered, by route, status and code of the error.",
		}, []string{"route", "status", "code"}),
		received: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "framepost_received_bytes_total", Help: "Bytes of pictures received.",
		}),
		sent: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "framepost_sent_bytes_total", Help: "Bytes of pictures sent.",
		}),
	}
	streamed := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "framepost_stream_pictures_total", Help: "Pictures of streams, by what became of them.",
	}, []string{"result"})
	m.answered, m.repeated = streamed.WithLabelValues("answered"), streamed.WithLabelValues("repeated")
	m.skipped = streamed.WithLabelValues("skipped")
	stages := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "framepost_stage_seconds", Help: "Time that answered frames spent in each stage.", Buckets: stageBuckets,
	}, []string{"stage"})
	m.queue, m.decode = stages.WithLabelValues("queue"), stages.WithLabelValues("decode")
	m.ops, m.encode = stages.WithLabelValues("ops"), stages.WithLabelValues("encode")

	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	m.registry.MustRegister(m.requests, m.received, m.sent, streamed, stages,
		gauge("framepost_queue_depth", "Frames that wait for a worker.", func() float64 {
			waiting, _ := s.gate.Load()
			return float64(waiting)
		}),
		gauge("framepost_in_flight", "Frames that have a worker.", func() float64 {
			_, running := s.gate.Load()
			return float64(running)
		}),
		gauge("framepost_streams", "Streams under way.", func() float64 { return float64(s.streams.inUse()) }),
		gauge("framepost_buffer_bytes", "Memory held by bodies and answers under way.", func() float64 {
			return float64(s.memory.inUse())
		}),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler answers scrapes one at a time: each costs as much CPU as a small frame.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 1})
}

// metricsHTTP serves the metrics, apart from everything else.
func (s *Server) metricsHTTP() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET "+wire.PathMetrics, s.metrics.handler())
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
	m.requests.WithLabelValues(route, strconv.Itoa(status), string(code)).Inc()
}
