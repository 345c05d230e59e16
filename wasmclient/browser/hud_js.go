package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/hud"
	"framepost/wasmclient/stream"
)

// gauges are the figures that the page shows only when they are asked for.
type gauges struct {
	stream *stream.Stream
	status *status // whose set leaves alone what has not changed
	box    js.Value
	rates  hud.Rates

	fps, delay hud.Trail
	parts      [len(hud.Parts)]js.Value // of the bar
	times      [len(hud.Parts)]js.Value // in the legend
}

func newGauges(s *stream.Stream, st *status, config js.Value, csv func() string) *gauges {
	g := &gauges{stream: s, status: st, box: byID("hud"), rates: readRates(config.Get("rates"))}
	split, legend := byID("split"), byID("legend")
	for i, name := range hud.Parts {
		class := "part-" + strconv.Itoa(i)
		g.parts[i], g.times[i] = element("i", "class", class), element("span")
		split.Call("append", g.parts[i])
		line := element("li")
		line.Call("append", element("i", "class", class), name+" ", g.times[i])
		legend.Call("append", line)
	}
	if g.rates.Platform != "" {
		byID("bill").Set("hidden", false)
		list := write(element("a", "href", g.rates.Source, "rel", "noreferrer"), "rates")
		byID("rates").Call("append", "At the ", list, " of "+g.rates.Platform+", "+g.rates.Region+", as of "+g.rates.Date+
			": the server's own time for each frame, and each request. An instance that serves one stream alone costs more, its traffic comes on top, and a free allowance comes off.")
	}
	on(byID("csv"), "click", func(js.Value) {
		save(blob(csv(), "text/csv"), "csv")
	})
	return g
}

// readRates reads configs/rates.json as config.json carries it; zero if it does not.
func readRates(v js.Value) hud.Rates {
	if v.Type() != js.TypeObject {
		return hud.Rates{}
	}
	return hud.Rates{
		Platform: text(v.Get("platform")), Region: text(v.Get("region")), Date: text(v.Get("date")), Source: text(v.Get("source")),
		VCPUSecond: float(v.Get("vcpu_second")), GiBSecond: float(v.Get("gib_second")), GiB: float(v.Get("gib")),
		Request: float(v.Get("request")),
	}
}

func (g *gauges) toggle() { g.box.Set("open", !g.box.Get("open").Bool()) }

// refresh notes the figures, once a second, and shows them if somebody looks.
func (g *gauges) refresh(stats stream.Stats) {
	g.fps.Add(stats.FPS)
	g.delay.Add(millis(stats.CameraToScreen.P50))
	if !g.box.Get("open").Bool() {
		return
	}
	g.curve("fps", &g.fps, 30, "/s")
	g.curve("delay", &g.delay, 50, " ms")
	g.counts(stats)
	g.split()
}

// curve draws a curve; its upper edge is at least that value.
func (g *gauges) curve(name string, t *hud.Trail, least float64, unit string) {
	top := t.Top(least)
	byID(name+"-curve").Call("setAttribute", "points", t.Points(300, 60, top*1.05))
	g.status.set(name+"-top", "up to "+strconv.FormatFloat(t.Top(0), 'f', 0, 64)+unit)
}

func (g *gauges) counts(stats stream.Stats) {
	g.status.set("dropped", strconv.Itoa(stats.Dropped))
	g.status.set("late", strconv.Itoa(stats.Late))
	g.status.set("failed", strconv.Itoa(stats.Failed))
	g.status.set("window", strconv.Itoa(stats.InFlight)+" of "+strconv.Itoa(stats.Window))
	g.status.set("sent-quality", strconv.Itoa(stats.Quality))
	output := byID("output")
	g.status.set("sent-size", strconv.Itoa(output.Get("width").Int())+" × "+strconv.Itoa(output.Get("height").Int()))
	work := stats.Server.Decode + stats.Server.Ops + stats.Server.Encode
	compute, requests := g.rates.Hourly(work, stats.FPS)
	g.status.set("cost", "$"+strconv.FormatFloat(compute+requests, 'f', 3, 64))
}

// split shows where the time of the last second's frames went.
func (g *gauges) split() {
	frames := g.stream.Frames()
	frames = frames[max(0, len(frames)-30):]
	up, down := 0, 0
	for _, f := range frames {
		up, down = up+f.Up, down+f.Down
	}
	n := max(len(frames), 1)
	g.status.set("frame-up", strconv.Itoa(up/n))
	g.status.set("frame-down", strconv.Itoa(down/n))
	for i, ms := range hud.Split(frames) {
		g.parts[i].Get("style").Set("flexGrow", ms)
		write(g.times[i], strconv.FormatFloat(ms, 'f', 1, 64))
	}
}
