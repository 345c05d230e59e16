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
	privacy  bool          // the chain is that of the preset
}

// Links and starts that are compared.
const (
	link, fast      = 20, 100 // Mbit/s
	start, slowPull = 2 * time.Second, 10 * time.Second
)

// crowds shows the chosen settings.
var crowds = table{"viewers", []row{
	{"1", chosen, 1, link, start, false},
	{"10", chosen, 10, link, start, false},
	{"100", chosen, 100, link, start, false},
	{"1,000", chosen, 1000, link, start, false},
	{"10,000", chosen, 10000, link, start, false},
	{"1,000, instances start in 10 s", chosen, 1000, link, slowPull, false},
	{"1,000, `maxScale` 20", limited(chosen), 1000, link, start, false},
	{"10,000, `maxScale` 20", limited(chosen), 10000, link, start, false},
}}

// settings compares what could be chosen. On faster links, and with a dearer chain, fewer requests
// are concurrent at the same load of the CPUs.
var settings = table{"concurrency and target", []row{
	{"16 and 2", sim.Settings{Concurrency: 16, Target: 2}, 1000, link, start, false},
	{"16 and 2, privacy", sim.Settings{Concurrency: 16, Target: 2}, 1000, link, start, true},
	{"**16 and 4**", chosen, 1000, link, start, false},
	{"**16 and 4**, 100 Mbit/s", chosen, 1000, fast, start, false},
	{"**16 and 4**, privacy", chosen, 1000, link, start, true},
	{"16 and 8", sim.Settings{Concurrency: 16, Target: 8}, 1000, link, start, false},
	{"16 and 8, privacy", sim.Settings{Concurrency: 16, Target: 8}, 1000, link, start, true},
	{"16 and 16", sim.Settings{Concurrency: 16, Target: 16}, 1000, link, start, false},
	{"16 and 16, privacy", sim.Settings{Concurrency: 16, Target: 16}, 1000, link, start, true},
	{"80 and 80", sim.Settings{Concurrency: 80, Target: 80}, 1000, link, start, false},
}}

func limited(s sim.Settings) sim.Settings {
	s.MaxScale = maxScale
	return s
}

// run simulates a row's crowd.
func (r row) run(m sim.Measured) (sim.Result, sim.Platform, error) {
	platform, crowd := sim.Cloud(), sim.Flash(r.viewers)
	platform.Start, crowd.Mbits = r.start, r.mbits
	if r.privacy {
		m.CPUMS = m.PrivacyMS
	}
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
