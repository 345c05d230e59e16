package exposition

import (
	"bytes"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// parsed reads the answer of a registry as Prometheus does.
func parsed(t *testing.T, r *Registry) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(get(r).Body)
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// gathered returns what client_golang has.
func gathered(t *testing.T, r *prometheus.Registry) []*dto.MetricFamily {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// The same events are the same metrics in client_golang, down to the bytes of its text.
func TestAgainstClientGolang(t *testing.T) {
	bounds := []float64{.0001, .0025, .1, 1}
	ours := new(Registry)
	answers := ours.Counters("answers_total", `Answers, by code.`, "code", "route")
	received := ours.Counter("received_bytes_total", "Bytes received.")
	ours.Gauge("load", "Load.", func() float64 { return math.Pi })
	waits := ours.Histograms("wait_seconds", "Waits.", bounds, "stage", "in", "out")

	theirs := prometheus.NewRegistry()
	answersOracle := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "answers_total", Help: "Answers, by code."}, []string{"code", "route"})
	receivedOracle := prometheus.NewCounter(prometheus.CounterOpts{Name: "received_bytes_total", Help: "Bytes received."})
	waitsOracle := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wait_seconds", Help: "Waits.", Buckets: bounds}, []string{"stage"})
	theirs.MustRegister(answersOracle, receivedOracle, waitsOracle,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "load", Help: "Load."}, func() float64 { return math.Pi }))

	for _, labels := range [][]string{{"", "/b"}, {"late", "/v1/frame"}, {"", "/a\\\"\n ü"}, {"", "/b"}} {
		answers.With(labels...).Inc()
		answersOracle.WithLabelValues(labels...).Inc()
	}
	received.Add(123_456_789_012)
	receivedOracle.Add(123_456_789_012)
	for i, stage := range []string{"in", "out"} {
		for _, seconds := range []float64{0, .0001, .00010001, .0025, .05, 1, 1.5, 100} {
			waits[i].Observe(seconds * float64(i+1))
			waitsOracle.WithLabelValues(stage).Observe(seconds * float64(i+1))
		}
	}

	families := parsed(t, ours)
	for _, want := range gathered(t, theirs) {
		got := families[want.GetName()]
		delete(families, want.GetName())
		if got == nil {
			t.Errorf("%s is missing", want.GetName())
		} else if a, b := text(t, got), text(t, want); a != b {
			t.Errorf("got\n%swant\n%s", a, b)
		}
	}
	for name := range families {
		t.Errorf("%s is not client_golang's", name)
	}
}

func text(t *testing.T, f *dto.MetricFamily) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := expfmt.MetricFamilyToText(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// steady are metrics whose value is the same a moment later.
var steady = []string{
	"go_gc_gogc_percent", "go_gc_gomemlimit_bytes", "go_info", "go_sched_gomaxprocs_threads",
	"process_max_fds", "process_start_time_seconds", "process_virtual_memory_max_bytes",
}

// restless are metrics that the runtime changes by any factor in the background, as it returns
// memory to the system.
var restless = []string{"go_memstats_heap_idle_bytes", "go_memstats_heap_released_bytes"}

// Dashboards ask for metrics of runtime and process by the names, types and labels that
// client_golang gave them.
func TestRuntimeAndProcess(t *testing.T) {
	theirs := prometheus.NewRegistry()
	theirs.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	ours := new(Registry)
	ours.Golang()
	ours.Process()
	runtime.GC() // so that no figure of the collector begins while the test looks
	oracle := gathered(t, theirs)
	families := parsed(t, ours)
	for _, want := range oracle {
		name := want.GetName()
		if strings.HasPrefix(name, "process_") && runtime.GOOS != "linux" {
			continue
		}
		got := families[name]
		switch {
		case got == nil:
			t.Errorf("%s is missing", name)
		case got.GetType() != want.GetType():
			t.Errorf("%s is a %v, want %v", name, got.GetType(), want.GetType())
		case shape(got) != shape(want):
			t.Errorf("%s has the samples %s, want %s", name, shape(got), shape(want))
		case slices.Contains(steady, name) && withoutHelp(t, got) != withoutHelp(t, want):
			t.Errorf("%s: got %s, want %s", name, withoutHelp(t, got), withoutHelp(t, want))
		case !slices.Contains(steady, name) && !slices.Contains(restless, name) && got.GetType() != dto.MetricType_SUMMARY && !near(valueOf(got), valueOf(want)):
			t.Errorf("%s is %v, want about %v", name, valueOf(got), valueOf(want))
		}
	}
	heap := func(part string) float64 { return valueOf(families["go_memstats_heap_"+part+"_bytes"]) }
	if heap("idle")+heap("inuse") != heap("sys") || heap("released") > heap("idle") {
		t.Errorf("of %v bytes of the heap %v are in use and %v idle, of which %v released", heap("sys"), heap("inuse"), heap("idle"), heap("released"))
	}
}

// near reports whether two values of a metric may have been read one after the other. CPU time
// begins with 0 and a few ticks.
func near(a, b float64) bool { return math.Abs(a-b) < 1 || a > b/8 && a < b*8 }

func valueOf(f *dto.MetricFamily) float64 {
	m := f.GetMetric()[0]
	return m.GetGauge().GetValue() + m.GetCounter().GetValue()
}

func withoutHelp(t *testing.T, f *dto.MetricFamily) string {
	_, samples, _ := strings.Cut(text(t, f), "# TYPE")
	return samples
}

// shape returns the samples of a family without their values.
func shape(f *dto.MetricFamily) string {
	var all strings.Builder
	for _, m := range f.GetMetric() {
		for _, l := range m.GetLabel() {
			all.WriteString(l.String())
		}
		for _, q := range m.GetSummary().GetQuantile() {
			all.WriteString(number(q.GetQuantile()) + " ")
		}
	}
	return all.String()
}
