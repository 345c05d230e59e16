package exposition

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// get returns the answer of a registry.
func get(r *Registry) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w
}

func TestText(t *testing.T) {
	r := new(Registry)
	c := r.Counter("bytes_total", "Bytes.")
	v := r.Counters("answers_total", "Answers.", "code", "path")
	r.Counters("unused_total", "Never asked for.", "code")
	r.Gauge("load", "Load.", func() float64 { return 0.25 })
	h := r.Histograms("wait_seconds", "Wait.", []float64{.001, 1}, "stage", "in", "out")
	c.Add(1234567)
	v.With("ok", "/b").Inc()
	v.With("ok", "/b").Inc()
	v.With("ok", "/a\\\"\n").Inc()
	for _, seconds := range []float64{.0005, .001, .5, 2} {
		h[0].Observe(seconds)
	}
	const want = `# HELP bytes_total Bytes.
# TYPE bytes_total counter
bytes_total 1234567
# HELP answers_total Answers.
# TYPE answers_total counter
answers_total{code="ok",path="/a\\\"\n"} 1
answers_total{code="ok",path="/b"} 2
# HELP load Load.
# TYPE load gauge
load 0.25
# HELP wait_seconds Wait.
# TYPE wait_seconds histogram
wait_seconds_bucket{stage="in",le="0.001"} 2
wait_seconds_bucket{stage="in",le="1"} 3
wait_seconds_bucket{stage="in",le="+Inf"} 4
wait_seconds_sum{stage="in"} 2.5015
wait_seconds_count{stage="in"} 4
wait_seconds_bucket{stage="out",le="0.001"} 0
wait_seconds_bucket{stage="out",le="1"} 0
wait_seconds_bucket{stage="out",le="+Inf"} 0
wait_seconds_sum{stage="out"} 0
wait_seconds_count{stage="out"} 0
`
	w := get(r)
	if got := w.Body.String(); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := w.Header().Get("Content-Type"); got != "text/plain; version=0.0.4; charset=utf-8; escaping=underscores" {
		t.Errorf("Content-Type: %s", got)
	}
}

// A second scraper must not double what scraping costs.
func TestOneAtATime(t *testing.T) {
	r := new(Registry)
	var inside int
	r.Gauge("inside", "The answer to a request that comes while another is answered.", func() float64 {
		if inside == 0 {
			inside = -1
			inside = get(r).Code
		}
		return 0
	})
	if w := get(r); w.Code != http.StatusOK || inside != http.StatusServiceUnavailable {
		t.Errorf("the first: %d; the second: %d", w.Code, inside)
	}
}

// The race detector looks on.
func TestTogether(t *testing.T) {
	r := new(Registry)
	c := r.Counters("answers_total", "Answers.", "code")
	h := r.Histograms("wait_seconds", "Wait.", []float64{1}, "stage", "in")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				c.With("ok").Inc()
				h[0].Observe(1)
			}
			get(r)
		})
	}
	all.Wait()
	text := get(r).Body.String()
	for _, want := range []string{`answers_total{code="ok"} 800`, `wait_seconds_sum{stage="in"} 800`, `wait_seconds_count{stage="in"} 800`} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("lacks %s:\n%s", want, text)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	r := new(Registry)
	c := r.Counters("answers_total", "Answers.", "code", "route", "status")
	h := r.Histograms("wait_seconds", "Wait.", []float64{.001, .01, .1, 1}, "stage", "in")
	b.ReportAllocs()
	for b.Loop() {
		c.With("", "/v1/frame", "200").Inc()
		h[0].Observe(.003)
	}
}

func TestFrameAllocatesNothing(t *testing.T) {
	r := new(Registry)
	c := r.Counters("answers_total", "Answers.", "code", "route", "status")
	h := r.Histograms("wait_seconds", "Wait.", []float64{.001, .01, .1, 1}, "stage", "in")
	if n := testing.AllocsPerRun(100, func() {
		c.With("", "/v1/frame", "200").Inc()
		h[0].Observe(.003)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
