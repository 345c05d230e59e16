package network

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/probe"
	"framepost/e2e/readme"
)

const ms = time.Millisecond

var vga = camera.VGA()

// links are the rows that differ only in the link.
var links = []struct {
	link   Link
	bounds bounds
	flask  []string // the other contenders on this link
}{
	{Link{}, bounds{29, 20, 33}, []string{flaskJPEG, flaskPNG}},
	{Link{RTT: 40 * ms, Mbit: 20}, bounds{28, 0, 100}, []string{flaskJPEG, flaskPNG}},
	{Link{RTT: 80 * ms, Mbit: 4}, bounds{18, 0, 200}, []string{flaskJPEG}},
	{Link{RTT: 150 * ms, Mbit: 1.5}, bounds{10, 0, 350}, nil},
	{Link{RTT: 40 * ms, Mbit: 10, Loss: 0.01}, bounds{20, 0, 240}, []string{flaskJPEG}},
}

// stream opens the page and lets the pace settle, with a record of it in the page.
func stream(t testing.TB, b *browser.Browser, port int, settle time.Duration) *browser.Tab {
	t.Helper()
	return streamAt(t, b, port, "/", settle)
}

func streamAt(t testing.TB, b *browser.Browser, port int, path string, settle time.Duration) *browser.Tab {
	t.Helper()
	tab := b.Tab(t)
	begin(t, tab, port, path, settle)
	return tab
}

// begin opens the page in a tab that is still empty.
func begin(t testing.TB, tab *browser.Tab, port int, path string, settle time.Duration) {
	t.Helper()
	tab.Allow("net::ERR_")
	tab.Allow("status of 4")
	tab.Allow("status of 5")
	tab.Camera(secure(port), browser.Granted)
	tab.Before(onTheServer)
	tab.Open(secure(port) + path)
	tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 5")
	tab.Eval(`window.record = []; setInterval(() => {
		const {sent, shown, sentQuality, size, window, gap, still, state} = framepost.stats();
		record.push({at: performance.now(), sent, shown, sentQuality, size, window, gap, still, state});
	}, 250)`, nil)
	time.Sleep(settle)
}

// onTheServer makes the page leave all frames to the server, whose way is what is measured.
// A page that is still empty has no storage.
const onTheServer = `if (location.origin !== "null") sessionStorage.setItem("framepost-process", "server")`

// look measures a tab before a film for that long.
func look(tab *browser.Tab, film camera.Film, d time.Duration) probe.Figures {
	return traced(tab, film, d).Figures(film.Frames)
}

func traced(tab *browser.Tab, film camera.Film, d time.Duration) (trace probe.Trace) {
	tab.Eval(probe.Expression(film.Row(), "#camera", "#output", d, 0), &trace)
	return trace
}

func figures(t testing.TB, tab *browser.Tab, f probe.Figures) figure {
	var last struct {
		SentQuality, Size, Window int
		CameraToScreen            struct{ P50, P95 float64 }
	}
	tab.Eval("framepost.stats()", &last)
	t.Logf("%v; the page's own p50 %.1f p95 %.1f ms; window %d, quality %d, size %d %%", f,
		last.CameraToScreen.P50, last.CameraToScreen.P95, last.Window, last.SentQuality, last.Size)
	note := fmt.Sprintf("quality %d", last.SentQuality)
	if last.Size < 100 {
		note += fmt.Sprintf(", size %d %%", last.Size)
	}
	if f.OutOfOrder > 0 {
		t.Errorf("%d answers out of order", f.OutOfOrder)
	}
	return figure{f.ShownFPS, f.Video.P50, f.Video.P95, note}
}

// sheet collects the rows of a table.
type sheet struct {
	rows  int
	lines []line
}

// add measures a row, unless the -bench pattern leaves it out.
func (s *sheet) add(t *testing.B, name string, must fmt.Stringer, measure func(t testing.TB) (figure, []string, map[string]string)) {
	s.rows++
	t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.B) {
		load := loadAverage()
		f, missed, theirs := measure(t)
		t.Logf("%v; load average %s before", f, load)
		s.lines = append(s.lines, line{name, must.String(), f, missed, theirs})
		if len(missed) > 0 {
			t.Errorf("must hold %v, but %s", must, strings.Join(missed, ", "))
		}
	})
}

// write prints the table, and puts it into the README's section if every row was measured.
func (s *sheet) write(t *testing.B, section string) {
	all := table(s.lines, "Server, browser and camera share the two CPUs of one machine (load average "+loadAverage()+" at the end)")
	t.Log(all)
	if *report == "" {
		return
	}
	if len(s.lines) < s.rows {
		t.Logf("%s stays as it is: %d of its %d rows were measured", *report, len(s.lines), s.rows)
		return
	}
	if err := readme.Replace(*report, section, all); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkNetwork measures every link, once, and writes the table.
//
//	go -C e2e test ./network -run '^$' -bench Network -benchtime 1x -readme "$PWD/README.md"
func BenchmarkNetwork(t *testing.B) {
	var s sheet
	for _, row := range links {
		name := row.link.String()
		if row.link == (Link{}) {
			name = "loopback, 640×480@30, HTTP/2 over TLS"
		}
		s.add(t, name, row.bounds, func(t testing.TB) (figure, []string, map[string]string) {
			return measureLink(t, row.link, row.bounds, row.flask)
		})
	}
	s.add(t, "loopback, 640×480@30, Flask's OpenCV work as a sidecar", text("p50 and p95 ≤ Flask's with JPEG frames, fps ≥ 95 % of its"), measureSidecar)
	for _, row := range []struct {
		name    string
		must    text
		measure func(t testing.TB) (figure, []string)
	}{
		{"loopback, 1280×720@30", text(bounds{26, 0, 80}.String()), measureHD},
		{"server takes 60 ms a frame on one worker", "≥ 15 fps, p95 ≤ 180 ms, no growth over 60 s", measureSlowServer},
		{"server killed for 5 s", "shown again ≤ 1000 ms after it is back, no reload", measureOutage},
		{"20 Mbit/s to 1 and back every 10 s, 40 ms RTT", "p95 ≤ 400 ms, no growth, quality back up within 5 s", measureChange},
		{"still picture, noisy", "≤ 1.2 requests/s, motion resumes the full rate within 200 ms", measureStill},
		{"six viewers, one worker that takes 25 ms a frame", "a fair share ± 20 % each, p95 ≤ 250 ms, no growth", measureSix},
	} {
		s.add(t, row.name, row.must, alone(row.measure))
	}
	s.write(t, "bench:network")
}

// alone is a measurement without other contenders.
func alone(measure func(t testing.TB) (figure, []string)) func(t testing.TB) (figure, []string, map[string]string) {
	return func(t testing.TB) (figure, []string, map[string]string) {
		f, missed := measure(t)
		return f, missed, nil
	}
}

type text string

func (s text) String() string { return string(s) }

func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(data))[0]
}

const (
	settle  = 6 * time.Second
	measure = 20 * time.Second
)

func measureLink(t testing.TB, link Link, must bounds, flask []string) (figure, []string, map[string]string) {
	b := open(t, file(t, vga))
	port := serve(t).TLSPort
	if link != (Link{}) {
		port = relayed(t, port, link).Port()
	}
	tab := stream(t, b, port, settle)
	f := figures(t, tab, look(tab, vga, measure))
	tab.Open("about:blank")
	theirs := map[string]string{webRTC: measureWebRTC(t, b, vga, link)}
	for _, contender := range flask {
		mime := "image/jpeg"
		if contender == flaskPNG {
			mime = "image/png"
		}
		theirs[contender] = measureFlask(t, b, vga, link, mime).String()
	}
	return f, must.missed(f), theirs
}

func measureHD(t testing.TB) (figure, []string) {
	hd := camera.HD()
	b := open(t, file(t, hd))
	tab := b.Tab(t)
	tab.Before(`{
		const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getUserMedia = () => get({video: {width: 1280, height: 720, frameRate: 30}});
	}`)
	port := serve(t).TLSPort
	tab.Camera(secure(port), browser.Granted)
	tab.Before(onTheServer)
	tab.Open(secure(port) + "/")
	tab.Wait("frames on the screen", `framepost.stats().shown > 5 && document.querySelector("#camera").videoWidth === 1280`)
	time.Sleep(settle)
	f := figures(t, tab, look(tab, hd, measure))
	return f, bounds{26, 0, 80}.missed(f)
}
