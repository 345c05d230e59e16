// Command autoscale shows how Knative's autoscaler serves crowds of viewers with framepost, in
// simulated time:
//
//	go tool task plot:autoscale
//
// It prints the tables of the README's "Sizing", writes them there, and draws the plot.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"framepost/e2e/knative/sim"
	"framepost/e2e/readme"
)

// chosen are the settings of configs/cloudrun/service.yaml, without its limit of instances.
var chosen = sim.Settings{Concurrency: 16, Target: 4}

// maxScale is the limit of configs/cloudrun/service.yaml.
const maxScale = 20

func main() {
	log.SetFlags(0)
	log.SetPrefix("autoscale: ")
	page := flag.String("readme", "", "write the tables into this file")
	plot := flag.String("plot", "", "write the plot to this SVG file")
	flag.Parse()
	if err := run(*page, *plot); err != nil {
		log.Fatal(err)
	}
}

func run(page, plot string) error {
	m, err := sim.Here()
	if err != nil {
		return err
	}
	tables, err := tables(m)
	if err != nil {
		return err
	}
	fmt.Print(tables)
	if page != "" {
		if err := readme.Replace(page, "autoscale", tables); err != nil {
			return err
		}
	}
	if plot == "" {
		return nil
	}
	svg, err := drawing(m)
	if err != nil {
		return err
	}
	return os.WriteFile(plot, []byte(svg), 0o644)
}

// tables returns the README's tables: crowds of several sizes with the chosen settings, and one
// crowd with several settings.
func tables(m sim.Measured) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s (%s): %.2f ms of CPU time for each frame, and %.2f ms with the preset\n"+
		"privacy, medians of %d batches; %.1f ms from the start of the process to the first answer, median of %d; %.1f kB for a\n"+
		"frame and %.1f kB for its answer.\n\n",
		m.Date, m.Machine, m.CPUMS, m.PrivacyMS, m.Batches, m.StartMS, m.Starts, float64(m.FrameBytes)/1000, float64(m.AnswerBytes)/1000)
	for _, t := range []table{crowds, settings} {
		if err := t.write(&b, m); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
