package stream

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

var plotFile = flag.String("plot", "", "write the pace's behaviour in simulated time to this SVG file")

// scenes of the plot, one after the other.
var plotScenes = []struct {
	name  string
	mbits float64
	work  time.Duration // for each frame, on top of 3 ms
	d     time.Duration
}{
	{"20 Mbit/s", 20, 0, 10 * time.Second},
	{"1 Mbit/s", 1, 0, 10 * time.Second},
	{"20 Mbit/s", 20, 0, 10 * time.Second},
	{"4 Mbit/s", 4, 0, 10 * time.Second},
	{"60 ms a frame, 1 core", 20, 57 * ms, 10 * time.Second},
	{"20 Mbit/s", 20, 0, 10 * time.Second},
}

// TestPlot draws window, quality and latency over a minute in which the link, 40 ms of
// round trip, and the server change.
//
//	go test ./wasmclient/stream -run Plot -plot "$PWD/e2e/testdata/pacing.svg"
func TestPlot(t *testing.T) {
	var b bytes.Buffer
	inWorld(t, server{workers: 1, work: 3 * ms}, func(w *world) {
		v := w.join(0, plotScenes[0].mbits, 40*ms)
		b.WriteString(plotScript(v).svg())
		w.end(v)
	})
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if lines := strings.Count(b.String(), "<polyline"); lines != 4 {
		t.Errorf("%d lines are drawn, want 4", lines)
	}
	if *plotFile != "" {
		if err := os.WriteFile(*plotFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// plotted holds the results of the scenes: points of a time in s and a value.
type plotted struct {
	latency, window, quality, size [][2]float64
	total                          float64
}

func plotScript(v *viewer) (p plotted) {
	start := time.Now()
	for _, scene := range plotScenes {
		v.rate(scene.mbits)
		v.setExtraWork(scene.work)
		for end := time.Now().Add(scene.d); time.Now().Before(end); {
			run(interval, v)
			s, at := v.stream.Stats(), time.Since(start).Seconds()
			p.window = append(p.window, [2]float64{at, float64(s.Window)})
			p.quality = append(p.quality, [2]float64{at, float64(s.Quality)})
			p.size = append(p.size, [2]float64{at, float64(s.Size)})
		}
		for _, f := range v.stream.Frames() {
			if at := f.Shown.Sub(start).Seconds(); len(p.latency) == 0 || at > p.latency[len(p.latency)-1][0] {
				p.latency = append(p.latency, [2]float64{at, millis(f.CameraToScreen())})
			}
		}
		p.total += scene.d.Seconds()
	}
	return p
}

// Sizes of the picture, in px.
const (
	plotWidth, plotLeft   = 900, 60
	panelHeight, panelGap = 110, 34
	panelsTop             = 40
)

func (p plotted) svg() string {
	var b strings.Builder
	height := panelsTop + 3*(panelHeight+panelGap)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">`+"\n", plotWidth, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", plotWidth, height)
	at := 0.0
	for i, scene := range plotScenes {
		x := p.x(at)
		at += scene.d.Seconds()
		fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", x, panelsTop-22, p.x(at)-x, height-panelsTop,
			[]string{"#f6f8fb", "#e9eef5"}[i%2])
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" fill="#334">%s</text>`+"\n", x+6, panelsTop-8, scene.name)
	}
	p.panel(&b, 0, "camera to screen, ms", 400, 100, line{p.latency, "#d1495b"})
	p.panel(&b, 1, "window, requests", 8, 2, line{p.window, "#00798c"})
	p.panel(&b, 2, "quality, and size in % (dotted)", 100, 25, line{p.quality, "#30638e"}, line{p.size, `#edae49" stroke-dasharray="2 3`})
	for s := 0; s <= int(p.total); s += 10 {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle" fill="#556">%d s</text>`+"\n", p.x(float64(s)), height-2, s)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

type line struct {
	points [][2]float64
	colour string
}

func (p plotted) x(s float64) float64 { return plotLeft + s/p.total*(plotWidth-plotLeft-20) }

func (p plotted) panel(b *strings.Builder, row int, title string, most, step float64, lines ...line) {
	top := float64(panelsTop + row*(panelHeight+panelGap) + 18)
	y := func(v float64) float64 { return top + panelHeight*(1-min(v, most)/most) }
	fmt.Fprintf(b, `<text x="%d" y="%.1f" fill="#334">%s</text>`+"\n", plotLeft, top-6, title)
	for v := 0.0; v <= most; v += step {
		fmt.Fprintf(b, `<path d="M%d %.1fH%d" stroke="#cfd6e0"/><text x="%d" y="%.1f" text-anchor="end" fill="#556">%.0f</text>`+"\n",
			plotLeft, y(v), plotWidth-20, plotLeft-6, y(v)+4, v)
	}
	for _, l := range lines {
		fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="1.5" points="`, l.colour)
		for i, pt := range l.points {
			if i > 0 && i < len(l.points)-1 && l.points[i-1][1] == pt[1] && l.points[i+1][1] == pt[1] {
				continue // in the middle of a level stretch
			}
			fmt.Fprintf(b, "%.1f,%.1f ", p.x(pt[0]), y(pt[1]))
		}
		b.WriteString("\"/>\n")
	}
}
