package main

import (
	"fmt"
	"strings"
	"time"

	"framepost/e2e/knative/sim"
)

// table is one of the README's. Each row is a run.
type table struct {
	first string // the heading of its first columns
	rows  []row
}

type row struct {
	name     string
	settings sim.Settings
	viewers  int
	mbits    float64
	start    time.Duration // of an instance, by the platform
}

// Links and starts that are compared.
const (
	link, fast      = 20, 100 // Mbit/s
	start, slowPull = 2 * time.Second, 10 * time.Second
)

// crowds shows the chosen settings.
var crowds = table{"viewers", []row{
	{"1", chosen, 1, link, start},
	{"10", chosen, 10, link, start},
	{"100", chosen, 100, link, start},
	{"1,000", chosen, 1000, link, start},
	{"10,000", chosen, 10000, link, start},
	{"1,000, instances start in 10 s", chosen, 1000, link, slowPull},
	{"1,000, `maxScale` 20", limited(chosen), 1000, link, start},
	{"10,000, `maxScale` 20", limited(chosen), 10000, link, start},
}}

// settings compares what could be chosen, for a crowd on slower and on faster links: the faster
// a frame arrives, the fewer requests are concurrent at the same load of the CPUs.
var settings = table{"concurrency, target, link", []row{
	{"8, 8, 20 Mbit/s", sim.Settings{Concurrency: 8, Target: 8}, 1000, link, start},
	{"8, 8, 100 Mbit/s", sim.Settings{Concurrency: 8, Target: 8}, 1000, fast, start},
	{"**16, 16**, 20 Mbit/s", chosen, 1000, link, start},
	{"**16, 16**, 100 Mbit/s", chosen, 1000, fast, start},
	{"32, 32, 20 Mbit/s", sim.Settings{Concurrency: 32, Target: 32}, 1000, link, start},
	{"32, 32, 100 Mbit/s", sim.Settings{Concurrency: 32, Target: 32}, 1000, fast, start},
	{"80, 80, 20 Mbit/s", sim.Settings{Concurrency: 80, Target: 80}, 1000, link, start},
	{"80, 80, 100 Mbit/s", sim.Settings{Concurrency: 80, Target: 80}, 1000, fast, start},
}}

func limited(s sim.Settings) sim.Settings {
	s.MaxScale = maxScale
	return s
}

// run simulates a row's crowd.
func (r row) run(m sim.Measured) (sim.Result, sim.Platform, error) {
	platform, crowd := sim.Cloud(), sim.Flash(r.viewers)
	platform.Start, crowd.Mbits = r.start, r.mbits
	result, err := sim.Run(m, platform, r.settings, crowd)
	return result, platform, err
}

func (t table) write(b *strings.Builder, m sim.Measured) error {
	fmt.Fprintf(b, "| %s | instances | CPUs busy | fps | p95 | refused | $, instances | $, all |\n|---|---|---|---|---|---|---|---|\n", t.first)
	for _, r := range t.rows {
		result, platform, err := r.run(m)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		cost, err := result.Cost(platform, m)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "| %s | %d | %.0f %% | %.1f | %d ms | %s | %.3f | %.2f |\n", r.name, result.MostInstances, 100*result.Busy,
			result.FPS, result.P95.Milliseconds(), percent(result.Refused, result.Answered+result.Refused), cost.Instances, cost.Total())
	}
	b.WriteString("\n")
	return nil
}

func percent(n, of int) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(of))
}
