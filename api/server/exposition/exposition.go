// Package exposition keeps figures of a program and writes them in Prometheus' text format 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
//
// It stands in the place of prometheus/client_golang, which is the oracle of its tests. That
// library links protobuf and procfs and collects once before main begins, whether
// anybody will ever ask or not: with it the first frame after the start came 1.5 ms later, of
// 12, and the binary had 4 MB more. Who waits for an instance to start waits for that. Of what
// it can do, this program needs counters, gauges, histograms, and the figures that dashboards
// expect of each Go program. VictoriaMetrics/metrics v1.40.2 in its place has no help texts, and reads
// four files and may write a line to the log before main begins.
package exposition

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

// kind is the type of a metric, as the format names it.
type kind string

const (
	counter   kind = "counter"
	gauge     kind = "gauge"
	histogram kind = "histogram"
	summary   kind = "summary"
)

// contentType says how names are escaped, too, as Prometheus 3 asks: they are of ASCII letters, digits and _ alone.
const contentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"

// Registry holds metrics and answers requests with all of them. All must be added before it serves.
type Registry struct {
	writers []func(*page)
	busy    sync.Mutex
}

func (r *Registry) add(write func(*page)) { r.writers = append(r.writers, write) }

// Gauge adds a metric whose value is asked for at each request.
func (r *Registry) Gauge(name, help string, value func() float64) {
	r.add(func(p *page) { p.single(name, help, gauge, value()) })
}

// ServeHTTP writes all metrics. It collects for one request at a time, and answers 503 to others:
// each costs as much CPU as a small frame.
func (r *Registry) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if !r.busy.TryLock() {
		http.Error(w, "another request for the metrics is under way; ask again", http.StatusServiceUnavailable)
		return
	}
	text := r.text()
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(text) // who asked may have gone
}

// text returns all metrics, and ends being busy.
func (r *Registry) text() []byte {
	defer r.busy.Unlock()
	var p page
	for _, write := range r.writers {
		write(&p)
	}
	return p.text
}

// label is a name and its value. Values are UTF-8.
type label struct{ name, value string }

// page is an answer that is being written.
type page struct{ text []byte }

// head writes what comes before the samples of a metric. The help text is of one line.
func (p *page) head(name, help string, k kind) {
	p.text = append(p.text, "# HELP "+name+" "+help+"\n# TYPE "+name+" "+string(k)+"\n"...)
}

// single writes a metric that has one sample.
func (p *page) single(name, help string, k kind, value float64) {
	p.head(name, help, k)
	p.sample(name, value)
}

// sample writes a line: a name, labels and a value.
func (p *page) sample(name string, value float64, labels ...label) {
	p.text = append(p.text, name...)
	for i, l := range labels {
		p.text = append(p.text, "{,"[min(i, 1)])
		p.text = append(p.text, l.name...)
		p.text = append(p.text, '=', '"')
		for _, c := range []byte(l.value) {
			switch c {
			case '\\', '"':
				p.text = append(p.text, '\\', c)
			case '\n':
				p.text = append(p.text, '\\', 'n')
			default:
				p.text = append(p.text, c)
			}
		}
		p.text = append(p.text, '"')
	}
	if len(labels) > 0 {
		p.text = append(p.text, '}')
	}
	p.text = append(append(p.text, ' '), number(value)...)
	p.text = append(p.text, '\n')
}

// number returns a value as the format has it, which is as Go has it.
func number(value float64) string {
	if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
		return strconv.FormatInt(int64(value), 10) // 1234567, where 'g' has 1.234567e+06
	}
	return strconv.FormatFloat(value, 'g', -1, 64)
}

// sorted returns the keys of a map in order, so that an answer is read and compared easily.
func sorted[V any](m map[values]V) []values {
	keys := make([]values, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b values) int { return slices.Compare(a[:], b[:]) })
	return keys
}
