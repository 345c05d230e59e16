package browser

import (
	"slices"
	"strconv"
	"syscall/js"

	"framepost/wasmclient/hud"
	"framepost/wasmclient/stream"
)

// gauges are the figures in the box that the viewer can open.
type gauges struct {
	stream *stream.Stream
	served func() string // what the chain has measured on the server
	here   func() string // and in the page
	box    js.Value
	rates  hud.Rates

	fps, delay hud.Trail
	parts      [len(hud.Parts)]js.Value // of the bar
	times      [len(hud.Parts)]js.Value // in the legend
	services   map[string]servicePart   // by name
}

func newGauges(s *stream.Stream, rates js.Value, csv, served, here func() string) *gauges {
	g := &gauges{stream: s, served: served, here: here, box: byID("hud"), rates: readRates(rates), services: map[string]servicePart{}}
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
			": the server's own time for each frame, and each request. ")
		if traffic := g.rates.Egress; traffic.GiB > 0 {
			list := write(element("a", "href", traffic.Source, "rel", "noreferrer"), "traffic")
			byID("rates").Call("append", "The bytes of the answers, at the rates for ", list, " to "+traffic.To+", as of "+traffic.Date+". ")
		}
		byID("rates").Call("append", "An instance that serves one stream alone costs more, and a free allowance comes off.")
	}
	onClick("csv", func() {
		save(window.Get("Blob").New([]any{csv()}, object("type", "text/csv")), "csv")
	})
	return g
}

// readRates reads the part of config.json that comes from configs/rates.json. Without it the
// rates are zero.
func readRates(v js.Value) hud.Rates {
	if v.Type() != js.TypeObject {
		return hud.Rates{}
	}
	return hud.Rates{
		Platform: text(v.Get("platform")), Region: text(v.Get("region")), Date: text(v.Get("date")), Source: text(v.Get("source")),
		VCPUSecond: float(v.Get("vcpu_second")), GiBSecond: float(v.Get("gib_second")), GiB: float(v.Get("gib")),
		Request: float(v.Get("request")),
		Egress: hud.Egress{GiB: float(v.Get("egress_gib")), To: text(v.Get("egress_to")),
			Date: text(v.Get("egress_date")), Source: text(v.Get("egress_source"))},
	}
}

func (g *gauges) toggle() { g.box.Set("open", !g.box.Get("open").Bool()) }

// refresh adds the figures to the curves, once a second, and shows them if the box is open.
func (g *gauges) refresh(stats stream.Stats) {
	g.fps.Add(stats.FPS)
	g.delay.Add(millis(stats.CameraToScreen.P50))
	if !g.box.Get("open").Bool() {
		return
	}
	g.curve("fps", &g.fps, 30, "/s")
	g.curve("delay", &g.delay, 50, " ms")
	g.counts(stats)
	g.bill(stats, g.split(stats.Where))
}

// curve draws a curve in an area whose upper edge is at the curve's greatest value, or at least
// if that is greater.
func (g *gauges) curve(name string, t *hud.Trail, least float64, unit string) {
	top := t.Top(least)
	byID(name+"-curve").Call("setAttribute", "points", t.Points(300, 60, top*1.05))
	setLabel(name+"-top", "up to "+strconv.FormatFloat(t.Top(0), 'f', 0, 64)+unit)
}

func (g *gauges) counts(stats stream.Stats) {
	setLabel("dropped", strconv.Itoa(stats.Dropped))
	setLabel("late", strconv.Itoa(stats.Late))
	setLabel("failed", strconv.Itoa(stats.Failed))
	setLabel("window", strconv.Itoa(stats.InFlight)+" of "+strconv.Itoa(stats.Window))
	setLabel("sent-quality", strconv.Itoa(stats.Quality))
	setLabel("sent-share", strconv.Itoa(int(stats.Share*100+0.5))+" %")
	output := byID("output")
	figures, where := g.served, "on the server"
	if stats.Where == stream.InPage {
		figures, where = g.here, "in this page"
	}
	setLabel("where", where)
	measured := figures()
	setLabel("measured", measured)
	byID("figures").Set("hidden", measured == "")
	setLabel("sent-size", strconv.Itoa(output.Get("width").Int())+" × "+strconv.Itoa(output.Get("height").Int()))
}

func (g *gauges) bill(stats stream.Stats, answer int) {
	work := stats.Server.Decode + stats.Server.Ops + stats.Server.Encode
	bill := g.rates.Hourly(work, stats.Served, float64(answer)) // frames of the page cost nothing
	usd := func(v float64) string { return "$" + strconv.FormatFloat(v, 'f', 3, 64) }
	setLabel("cost", usd(bill.Total())+", of which traffic "+usd(bill.Egress))
}

// split shows how the time of the last frames that were processed there is distributed, and returns
// the mean size of their answers in bytes.
func (g *gauges) split(where stream.Place) (answer int) {
	frames := slices.DeleteFunc(g.stream.Frames(), func(f stream.Frame) bool { return f.Place != where })
	frames = frames[max(0, len(frames)-30):] // of about a second
	up, down := 0, 0
	for _, f := range frames {
		up, down = up+f.Up, down+f.Down
	}
	n := max(len(frames), 1)
	setLabel("frame-up", strconv.Itoa(up/n))
	setLabel("frame-down", strconv.Itoa(down/n))
	for i, ms := range hud.Split(frames) {
		g.parts[i].Get("style").Set("flexGrow", ms)
		write(g.times[i], strconv.FormatFloat(ms, 'f', 1, 64))
	}
	g.splitServices(frames)
	return down / n
}

// servicePart is the time of one service: in the bar, and in the legend.
type servicePart struct{ bar, line, time js.Value }

// splitServices shows the time of services, each under its name, between that of the operations and
// that of encoding the answer. Those that are no longer called are hidden.
func (g *gauges) splitServices(frames []stream.Frame) {
	for _, p := range g.services {
		p.show(0)
	}
	for _, s := range hud.Services(frames) {
		p, known := g.services[s.Name]
		if !known {
			p = servicePart{element("i", "class", "part-service"), element("li"), element("span")}
			p.line.Call("append", element("i", "class", "part-service"), s.Name+" ", p.time)
			g.parts[hud.EncodeAnswer].Call("before", p.bar)
			g.times[hud.EncodeAnswer].Get("parentNode").Call("before", p.line)
			g.services[s.Name] = p
		}
		p.show(s.Time)
	}
}

// show shows a mean time in ms; 0 hides the part.
func (p servicePart) show(ms float64) {
	p.bar.Set("hidden", ms == 0)
	p.line.Set("hidden", ms == 0)
	p.bar.Get("style").Set("flexGrow", ms)
	write(p.time, strconv.FormatFloat(ms, 'f', 1, 64))
}
