package main

import (
	"fmt"
	"strings"

	"framepost/e2e/knative/sim"
)

// curves are the settings that the plot compares, for a crowd of plotViewers.
var curves = []struct {
	name     string
	settings sim.Settings
	style    string
}{
	{"concurrency 16, target 16", sim.Settings{Concurrency: 16, Target: 16}, `stroke="#00798c"`},
	{"16, 4", chosen, `stroke="#d1495b"`},
	{"80, 80", sim.Settings{Concurrency: 80, Target: 80}, `stroke="#30638e" stroke-dasharray="5 3"`},
}

const plotViewers = 1000

// Sizes of the picture, in px.
const (
	width, left, right    = 900, 60, 20
	panelHeight, panelGap = 90, 34
	top                   = 34
)

// panel is one diagram over the time.
type panel struct {
	title      string
	most, step float64
	value      func(sim.Second) float64
}

var panels = []panel{
	{"viewers", plotViewers, plotViewers / 4, func(s sim.Second) float64 { return float64(s.Viewers) }},
	{"instances that serve", 200, 50, func(s sim.Second) float64 { return float64(s.Serving) }},
	{"frames a second that a viewer sees", 40, 10, seen},
	{"p95 of the answers, ms", 200, 50, func(s sim.Second) float64 { return s.P95.Seconds() * 1000 }},
}

func seen(s sim.Second) float64 {
	if s.Viewers == 0 {
		return 0
	}
	return float64(s.Answered) / float64(s.Viewers)
}

// drawing returns the plot as SVG.
func drawing(m sim.Measured) (string, error) {
	var runs [][]sim.Second
	longest := 0
	for _, c := range curves {
		r, _, err := row{settings: c.settings, viewers: plotViewers, mbits: link, start: start}.run(m)
		if err != nil {
			return "", err
		}
		runs = append(runs, r.Seconds)
		longest = max(longest, len(r.Seconds))
	}
	var b strings.Builder
	height := top + len(panels)*(panelHeight+panelGap) + 6
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for i, c := range curves {
		x := left + 220*i
		fmt.Fprintf(&b, `<path d="M%d 14h24" fill="none" stroke-width="2" %s/><text x="%d" y="18" fill="#334">%s</text>`+"\n", x, c.style, x+30, c.name)
	}
	x := func(second int) float64 { return left + float64(second)/float64(longest)*(width-left-right) }
	for i, p := range panels {
		p.draw(&b, top+i*(panelHeight+panelGap)+20, runs, x)
	}
	for s := 0; s < longest; s += 30 {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle" fill="#556">%d s</text>`+"\n", x(s), height-4, s)
	}
	b.WriteString("</svg>\n")
	return b.String(), nil
}

// draw draws a panel whose diagram begins at that y.
func (p panel) draw(b *strings.Builder, top int, runs [][]sim.Second, x func(int) float64) {
	y := func(v float64) float64 { return float64(top) + panelHeight*(1-min(v, p.most)/p.most) }
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="#334">%s</text>`+"\n", left, top-6, p.title)
	for v := 0.0; v <= p.most; v += p.step {
		fmt.Fprintf(b, `<path d="M%d %.1fH%d" stroke="#cfd6e0"/><text x="%d" y="%.1f" text-anchor="end" fill="#556">%.0f</text>`+"\n",
			left, y(v), width-right, left-6, y(v)+4, v)
	}
	for i, seconds := range runs {
		fmt.Fprintf(b, `<polyline fill="none" stroke-width="1.5" %s points="`, curves[i].style)
		for n, s := range seconds {
			v := p.value(s)
			if n > 0 && n < len(seconds)-1 && p.value(seconds[n-1]) == v && p.value(seconds[n+1]) == v {
				continue // in the middle of a level stretch
			}
			fmt.Fprintf(b, "%.1f,%.1f ", x(n), y(v))
		}
		b.WriteString("\"/>\n")
	}
}
