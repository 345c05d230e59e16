package network

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/probe"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// WebRTC to a Python server that does the same work, both with their defaults: VP8, and their
// own choice of bitrate, size and jitter buffer.
const webRTC = "WebRTC, aiortc echo"

const webRTCPage = `<!doctype html><title>WebRTC</title><link rel="icon" href="data:,">
<video id="camera" width="640" height="480" autoplay muted playsinline></video>
<video id="output" autoplay muted playsinline></video>
<script type="module">
const camera = document.querySelector("#camera"), output = document.querySelector("#output");
const stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480, frameRate: 30}});
camera.srcObject = stream;
const connection = new RTCPeerConnection();
window.picture = new Promise((there) => { output.onloadeddata = () => there(true); });
connection.addTrack(stream.getVideoTracks()[0], stream);
connection.ontrack = ({track}) => { output.srcObject = new MediaStream([track]); };
const gathered = new Promise((complete) => {
  connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && complete();
});
await connection.setLocalDescription();
await gathered;
const answer = await fetch("/offer", {method: "POST", body: JSON.stringify(connection.localDescription)});
if (!answer.ok) throw new Error(await answer.text());
await connection.setRemoteDescription(await answer.json());
window.sent = async () => {
  const stats = [...(await connection.getStats()).values()];
  const {frameWidth, frameHeight} = stats.find(({type}) => type === "outbound-rtp");
  return {width: frameWidth, height: frameHeight};
};
</script>`

// hasAIORTC returns an error that says what is missing, or nil.
var hasAIORTC = sync.OnceValue(func() error {
	if out, err := exec.Command("/usr/bin/python3", "-c", "import aiohttp, aiortc, cv2").CombinedOutput(); err != nil {
		return fmt.Errorf("Debian's python3-aiortc, python3-aiohttp and python3-opencv: %s", bytes.TrimSpace(out))
	}
	return nil
})

// serveWebRTC starts the server, and a server for the page, which can reach the former only
// over the link. It returns the page's address.
func serveWebRTC(t testing.TB, link Link) string {
	t.Helper()
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "../peers/aiortc/server.py", strconv.Itoa(ports[0]))
	process.Tie(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	mux := http.NewServeMux()
	mux.HandleFunc("POST /offer", func(w http.ResponseWriter, r *http.Request) {
		var offer description
		if err := json.NewDecoder(r.Body).Decode(&offer); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answer, err := answered(ports[0], offer.withoutCandidates())
		if err == nil && link != (Link{}) {
			answer, err = relayedWebRTC(t, answer, link)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		json.NewEncoder(w).Encode(answer)
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, webRTCPage)
	})
	page := httptest.NewServer(mux)
	t.Cleanup(page.Close)
	return strings.Replace(page.URL, "127.0.0.1", "localhost", 1)
}

// answered waits until the server listens and returns its answer to an offer.
func answered(port int, offer description) (answer description, err error) {
	body, err := json.Marshal(offer)
	if err != nil {
		return answer, err
	}
	url := fmt.Sprintf("http://127.0.0.1:%d/offer", port)
	var resp *http.Response
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(100 * time.Millisecond) {
		if resp, err = http.Post(url, "application/json", bytes.NewReader(body)); err == nil {
			break
		}
	}
	if err != nil {
		return answer, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return answer, fmt.Errorf("aiortc: %s", resp.Status)
	}
	return answer, json.NewDecoder(resp.Body).Decode(&answer)
}

// relayedWebRTC starts a relay to the server and returns the answer with the relay's address.
func relayedWebRTC(t testing.TB, answer description, link Link) (description, error) {
	server, err := answer.candidate()
	if err != nil {
		return answer, err
	}
	relay, err := ListenUDP(server, link)
	if err != nil {
		return answer, err
	}
	t.Cleanup(relay.Close)
	return answer.through(relay.Port()), nil
}

// measureWebRTC measures WebRTC on a link.
func measureWebRTC(t testing.TB, b *browser.Browser, film camera.Film, link Link) string {
	if err := hasAIORTC(); err != nil {
		t.Logf("WebRTC is left out for want of %v", err)
		return "not run"
	}
	origin := serveWebRTC(t, link)
	tab := b.Tab(t)
	tab.Camera(origin, browser.Granted)
	if !call(tab, origin) {
		return "no picture"
	}
	time.Sleep(settle)
	trace := traced(tab, film, 8*time.Second)
	var sent struct{ Width, Height int }
	tab.Eval("sent()", &sent)
	tab.Open("about:blank")
	f := trace.Figures(film.Frames)
	t.Logf("WebRTC: %v; sent at %d×%d, back at %d×%d", f, sent.Width, sent.Height, trace.Width, trace.Height)
	return echo(f, len(trace.Output), sent.Width, sent.Height).String()
}

// call opens the page until a picture comes back, at most three times: on the slowest link,
// calls sometimes fail.
func call(tab *browser.Tab, origin string) (there bool) {
	for try := 0; try < 3 && !there; try++ {
		tab.Open(origin + "/")
		tab.Wait("the camera", "picture")
		tab.Eval("Promise.race([picture, new Promise((late) => setTimeout(late, 10000, false))])", &there)
	}
	return there
}

// echo returns the figure for the pictures that came back. read is the number of them whose
// number could be read; width and height are the size that the camera's pictures were sent at.
func echo(f probe.Figures, read, width, height int) figure {
	if f.ShownFPS == 0 || f.Video.P50 == 0 {
		return figure{note: "nothing readable"}
	}
	var notes []string
	if all := read + f.Unreadable; f.Unreadable > all/20 {
		notes = append(notes, fmt.Sprintf("%d %% unreadable", 100*f.Unreadable/all))
	}
	if width < vga.Width {
		notes = append(notes, fmt.Sprintf("sent at %d×%d", width, height))
	}
	return figure{f.ShownFPS, f.Video.P50, f.Video.P95, strings.Join(notes, "; ")}
}

func TestEcho(t *testing.T) {
	good := probe.Figures{ShownFPS: 28, Video: probe.Delay{P50: 70, P95: 90}}
	blurred := good
	blurred.Unreadable = 100
	for _, test := range []struct {
		f     probe.Figures
		width int
		want  string
	}{
		{good, 640, "28.0 fps, p50 70 ms, p95 90 ms"},
		{good, 320, "28.0 fps, p50 70 ms, p95 90 ms; sent at 320×240"},
		{blurred, 480, "28.0 fps, p50 70 ms, p95 90 ms; 33 % unreadable; sent at 480×360"},
		{probe.Figures{Unreadable: 40}, 160, "nothing readable"},
	} {
		if got := echo(test.f, 200, test.width, test.width*3/4).String(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
