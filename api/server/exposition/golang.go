package exposition

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Golang adds the figures of the Go runtime, under the names that client_golang gave them and
// dashboards know.
func (r *Registry) Golang() { r.add(writeGolang) }

func writeGolang(p *page) {
	writePauses(p)
	gogc := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(gogc)
	threads, _ := runtime.ThreadCreateProfile(nil)
	p.single("go_gc_gogc_percent", "How much the heap may grow before it is collected (GOGC).", gauge, float64(gogc[0].Value.Uint64()))
	p.single("go_gc_gomemlimit_bytes", "The memory limit that the collector keeps to (GOMEMLIMIT).", gauge, float64(debug.SetMemoryLimit(-1)))
	p.single("go_goroutines", "Goroutines that exist.", gauge, float64(runtime.NumGoroutine()))
	p.head("go_info", "The version of Go that built the program.", gauge)
	p.sample("go_info", 1, label{"version", runtime.Version()})
	p.single("go_sched_gomaxprocs_threads", "Threads that run Go code at once (GOMAXPROCS).", gauge, float64(runtime.GOMAXPROCS(0)))
	p.single("go_threads", "Threads made.", gauge, float64(threads))

	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, f := range []struct {
		name, help string
		kind       kind
		value      uint64
	}{
		{"alloc_bytes", "Bytes of objects in the heap.", gauge, m.Alloc},
		{"alloc_bytes_total", "Bytes allocated in the heap, with those freed since.", counter, m.TotalAlloc},
		{"buck_hash_sys_bytes", "Bytes of the profiler's hash tables.", gauge, m.BuckHashSys},
		{"frees_total", "Objects freed.", counter, m.Frees},
		{"gc_sys_bytes", "Bytes of the collector's own data.", gauge, m.GCSys},
		{"heap_alloc_bytes", "Bytes of objects in the heap.", gauge, m.HeapAlloc},
		{"heap_idle_bytes", "Bytes of the heap that hold no object.", gauge, m.HeapIdle},
		{"heap_inuse_bytes", "Bytes of the heap in spans that hold objects.", gauge, m.HeapInuse},
		{"heap_objects", "Objects in the heap.", gauge, m.HeapObjects},
		{"heap_released_bytes", "Bytes of the heap returned to the system.", gauge, m.HeapReleased},
		{"heap_sys_bytes", "Bytes of the heap obtained from the system.", gauge, m.HeapSys},
		{"mallocs_total", "Objects allocated.", counter, m.Mallocs},
		{"mcache_inuse_bytes", "Bytes of the caches of small objects.", gauge, m.MCacheInuse},
		{"mcache_sys_bytes", "Bytes obtained from the system for them.", gauge, m.MCacheSys},
		{"mspan_inuse_bytes", "Bytes of the descriptions of spans.", gauge, m.MSpanInuse},
		{"mspan_sys_bytes", "Bytes obtained from the system for them.", gauge, m.MSpanSys},
		{"next_gc_bytes", "Size of the heap at which the next collection ends.", gauge, m.NextGC},
		{"other_sys_bytes", "Bytes that the runtime takes for anything else.", gauge, m.OtherSys},
		{"stack_inuse_bytes", "Bytes of stacks.", gauge, m.StackInuse},
		{"stack_sys_bytes", "Bytes obtained from the system for stacks.", gauge, m.StackSys},
		{"sys_bytes", "Bytes obtained from the system, in all.", gauge, m.Sys},
	} {
		p.single("go_memstats_"+f.name, f.help, f.kind, float64(f.value))
	}
	p.single("go_memstats_last_gc_time_seconds", "When the last collection ended, in seconds since 1970.", gauge, float64(m.LastGC)/1e9)
}

// writePauses writes how long collections have stopped the program.
func writePauses(p *page) {
	const name = "go_gc_duration_seconds"
	quantiles := []string{"0", "0.25", "0.5", "0.75", "1"}
	stats := debug.GCStats{PauseQuantiles: make([]time.Duration, len(quantiles))}
	debug.ReadGCStats(&stats)
	p.head(name, "Time for which a garbage collection stopped the program.", summary)
	for i, q := range quantiles {
		p.sample(name, stats.PauseQuantiles[i].Seconds(), label{"quantile", q})
	}
	p.sample(name+"_sum", stats.PauseTotal.Seconds())
	p.sample(name+"_count", float64(stats.NumGC))
}
