package network

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/probe"
)

// BenchmarkFilms measures what is sent of films of which a part moves, or all, and writes the
// second table.
//
//	go -C e2e test ./network -run '^$' -bench Films -benchtime 1x -readme "$PWD/README.md"
func BenchmarkFilms(t *testing.B) {
	head, pan := camera.TalkingHead(), camera.Pan()
	pan.Frames *= 2 // so that no answer is taken for one of the next round
	var s sheet
	s.add(t, "talking head, loopback", text("≤ 35 % of the bytes of whole frames both ways, ≤ 50 % of the server's CPU a frame, ≥ 40 dB against whole frames"), alone(measureShare))
	for _, row := range []struct {
		film  camera.Film
		link  Link
		must  linkBounds
		peers bool
	}{
		{head, Link{RTT: 80 * ms, Mbit: 1.5}, linkBounds{bounds: bounds{fps: 29, p95: 170}, full: true}, false},
		{head, Link{RTT: 150 * ms, Mbit: 0.75}, linkBounds{bounds: bounds{fps: 20, p95: 300}}, true},
		{pan, Link{RTT: 110 * ms, Mbit: 2.5}, linkBounds{bounds: bounds{fps: 20, p95: 260}, used: 0.85}, false},
	} {
		s.add(t, row.film.Name()+", "+row.link.String(), row.must, func(t testing.TB) (figure, []string, map[string]string) {
			return measureFilm(t, row.film, row.link, row.must, row.peers)
		})
	}
	s.add(t, "pan, loopback", text("camera to screen and fps as with whole frames ± 3 %"), alone(measurePan))
	s.write(t, "bench:films")
}

// linkBounds are the limits for a film on a link.
type linkBounds struct {
	bounds
	full bool    // at full size
	used float64 // share of the link, in the direction that carries more
}

func (b linkBounds) String() string {
	text := b.bounds.String()
	if b.full {
		text += ", full size"
	}
	if b.used > 0 {
		text += fmt.Sprintf(", ≥ %g %% of the link used", 100*b.used)
	}
	return text
}

// looks is how often a row is measured, so that its figures are medians.
const looks = 3

// measureFilm measures a film on a link, and WebRTC and Flask beside it.
func measureFilm(t testing.TB, film camera.Film, link Link, must linkBounds, peers bool) (figure, []string, map[string]string) {
	b := open(t, file(t, film))
	relay := relayed(t, serve(t).TLSPort, link)
	tab := stream(t, b, relay.Port(), settle)
	var all []figure
	var up, down, size []float64
	for range looks {
		tab.Eval("record.length = 0", nil)
		began := time.Now()
		upBefore, downBefore := relay.Carried()
		all = append(all, figures(t, tab, look(tab, film, measure)))
		upAfter, downAfter := relay.Carried()
		whole := link.Mbit * 1e6 / 8 * time.Since(began).Seconds()
		up, down = append(up, float64(upAfter-upBefore)/whole), append(down, float64(downAfter-downBefore)/whole)
		var sizes []float64
		tab.Eval("record.map(({size}) => size)", &sizes)
		size = append(size, share(sizes, 100))
		t.Logf("%.0f %% of the link used up, %.0f %% down; of full size for %.0f %% of the time", 100*up[len(up)-1], 100*down[len(down)-1], 100*size[len(size)-1])
	}
	tab.Open("about:blank")

	f := medians(all)
	missed := must.missed(f)
	used := max(median(up), median(down))
	f.note += fmt.Sprintf("; %.0f %% of the link used up, %.0f %% down", 100*median(up), 100*median(down))
	if used < must.used {
		missed = append(missed, fmt.Sprintf("%.0f %% of the link used", 100*used))
	}
	if full := median(size); must.full && full < 1 {
		missed = append(missed, fmt.Sprintf("full size for %.0f %% of the time", 100*full))
	}
	if !peers {
		return f, missed, nil
	}
	// What comes later than the film is long looks as if it had come soon.
	long := film
	long.Frames = 4 * film.Frames
	b = open(t, file(t, long))
	return f, missed, map[string]string{
		webRTC:    measureWebRTC(t, b, long, link),
		flaskJPEG: measureFlask(t, b, long, link, "image/jpeg").String(),
	}
}

// share returns the share of the values that are v.
func share(values []float64, v float64) float64 {
	n := 0
	for _, x := range values {
		if x == v {
			n++
		}
	}
	return float64(n) / float64(max(len(values), 1))
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// medians returns the median of each figure, with the last note.
func medians(all []figure) figure {
	of := func(part func(f figure) float64) float64 {
		var values []float64
		for _, f := range all {
			values = append(values, part(f))
		}
		return median(values)
	}
	return figure{
		fps:  of(func(f figure) float64 { return f.fps }),
		p50:  of(func(f figure) float64 { return f.p50 }),
		p95:  of(func(f figure) float64 { return f.p95 }),
		note: all[len(all)-1].note,
	}
}

// mode is what a stream of whole frames, or one of regions, takes a frame.
type mode struct {
	bytes, cpu, cost, total, fps float64 // cost: $ an hour by the page's own meter; cpu and total in ms
}

// over returns this as shares of what another mode takes.
func (m mode) over(other mode) mode {
	return mode{m.bytes / other.bytes, m.cpu / other.cpu, m.cost / other.cost, m.total / other.total, m.fps / other.fps}
}

// taken measures the stream with regions or without, for some seconds from when the pace has
// settled again.
func taken(t testing.TB, tab *browser.Tab, cpu func() (time.Duration, error), regions bool) (m mode) {
	tab.Eval(fmt.Sprintf("framepost.regions(%t)", regions), nil)
	time.Sleep(2 * time.Second)
	tab.Wait("the best quality", "framepost.stats().sentQuality === 85 && framepost.stats().size === 100")
	type counts struct{ Shown, BytesUp, BytesDown, At float64 }
	read := func() (c counts, used time.Duration) {
		used, err := cpu()
		if err != nil {
			t.Fatal(err)
		}
		tab.Eval("(({shown, bytesUp, bytesDown}) => ({shown, bytesUp, bytesDown, at: performance.now()}))(framepost.stats())", &c)
		return c, used
	}
	before, cpuBefore := read()
	time.Sleep(128 * time.Second / 30) // a period of the film, in which there are two whole frames
	after, cpuAfter := read()
	frames := after.Shown - before.Shown
	m.bytes = (after.BytesUp + after.BytesDown - before.BytesUp - before.BytesDown) / frames
	m.cpu = (cpuAfter - cpuBefore).Seconds() * 1000 / frames
	m.fps = frames * 1000 / (after.At - before.At)
	tab.Eval(`((frames) => frames.map((f) => f.shown - f.captured).sort((a, b) => a - b)[frames.length >> 1])(framepost.frames().slice(-100))`, &m.total)
	var cost string
	tab.Eval(`document.querySelector("#cost").innerText`, &cost)
	number, _, _ := strings.Cut(strings.TrimPrefix(cost, "$"), ",")
	m.cost, _ = strconv.ParseFloat(number, 64)
	t.Logf("regions %t: %.0f bytes, %.2f ms of the server's CPU, %.1f ms from camera to screen, %.1f fps; for an hour %s", regions, m.bytes, m.cpu, m.total, m.fps, cost)
	return m
}

// compared returns, for every round, what regions take in shares of what whole frames do.
func compared(t testing.TB, tab *browser.Tab, cpu func() (time.Duration, error), rounds int) (shares []mode, regions mode) {
	tab.Eval(`document.querySelector("#hud").open = true`, nil) // the meter is there
	for round := range rounds {
		var whole mode
		if round%2 == 0 {
			whole = taken(t, tab, cpu, false)
		}
		regions = taken(t, tab, cpu, true)
		if round%2 == 1 {
			whole = taken(t, tab, cpu, false)
		}
		shares = append(shares, regions.over(whole))
	}
	tab.Eval("framepost.regions(true)", nil)
	return shares, regions
}

func middle(shares []mode, part func(mode) float64) float64 {
	var values []float64
	for _, m := range shares {
		values = append(values, part(m))
	}
	return median(values)
}

// measureShare measures what of a talking head is sent on loopback, in turn with whole frames.
func measureShare(t testing.TB) (figure, []string) {
	film := camera.TalkingHead()
	b := open(t, file(t, film))
	server := serve(t)
	tab := b.Tab(t)
	tab.Before(probe.Moments)
	begin(t, tab, server.TLSPort, "/", settle)
	shares, _ := compared(t, tab, server.CPU, 5)
	f := figures(t, tab, look(tab, film, measure))
	var db []float64
	for range 9 {
		var m probe.Moment
		tab.Eval("moment()", &m)
		db = append(db, m.DB)
	}
	bytes := middle(shares, func(m mode) float64 { return m.bytes })
	cpu := middle(shares, func(m mode) float64 { return m.cpu })
	cost := middle(shares, func(m mode) float64 { return m.cost })
	f.note += fmt.Sprintf("; %.0f %% of the bytes, %.0f %% of the CPU, %.1f dB; %.0f %% of the cost by the page's meter", 100*bytes, 100*cpu, median(db), 100*cost)
	var missed []string
	if bytes > 0.35 {
		missed = append(missed, fmt.Sprintf("%.1f %% of the bytes", 100*bytes))
	}
	if cpu > 0.5 {
		missed = append(missed, fmt.Sprintf("%.1f %% of the CPU", 100*cpu))
	}
	if median(db) < 40 {
		missed = append(missed, fmt.Sprintf("%.1f dB", median(db)))
	}
	return f, missed
}

// measurePan measures whether a film of which everything moves is as quick as whole frames are.
func measurePan(t testing.TB) (figure, []string) {
	film := camera.Pan()
	b := open(t, file(t, film))
	server := serve(t)
	tab := stream(t, b, server.TLSPort, settle)
	shares, _ := compared(t, tab, server.CPU, 7)
	f := figures(t, tab, look(tab, film, measure))
	total := middle(shares, func(m mode) float64 { return m.total })
	fps := middle(shares, func(m mode) float64 { return m.fps })
	f.note += fmt.Sprintf("; camera to screen %.1f %%, fps %.1f %% of whole frames'", 100*total, 100*fps)
	var missed []string
	if total > 1.03 {
		missed = append(missed, fmt.Sprintf("camera to screen %.1f %%", 100*total))
	}
	if fps < 0.97 {
		missed = append(missed, fmt.Sprintf("fps %.1f %%", 100*fps))
	}
	return f, missed
}

func TestLinkBounds(t *testing.T) {
	must := linkBounds{bounds: bounds{fps: 20, p95: 260}, full: true, used: 0.85}
	if got, want := must.String(), "≥ 20 fps, p95 ≤ 260 ms, full size, ≥ 85 % of the link used"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	all := []figure{{fps: 3, p50: 1, p95: 9, note: "a"}, {fps: 1, p50: 3, p95: 7, note: "b"}, {fps: 2, p50: 2, p95: 8, note: "c"}}
	if got, want := medians(all), (figure{fps: 2, p50: 2, p95: 8, note: "c"}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := share([]float64{100, 75, 100, 100}, 100); got != 0.75 {
		t.Errorf("a share of %v", got)
	}
}
