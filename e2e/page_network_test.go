package e2e

import (
	"io"
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// The times of the browser's network stack are within those that the page has measured.
func TestTheNetworksOwnTimes(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	// The times of the last frames may not have arrived yet.
	tab.Wait("what is said of most frames", `framepost.frames().length > 30
		&& framepost.frames().filter((f) => f.requested).length >= framepost.frames().length / 2`)
	var frames []struct{ Sent, Requested, Responded, Ended, Received float64 }
	tab.Eval("framepost.frames().filter((f) => f.requested)", &frames)
	for _, f := range frames {
		const rounding = 1.0 // ms: browsers make their clocks coarse
		if f.Requested < f.Sent-rounding || f.Responded < f.Requested || f.Ended < f.Responded || f.Received < f.Ended-rounding {
			t.Errorf("not in order: %+v", f)
		}
	}
}

func TestALostNetworkIsNoticed(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := live(t, server)
	tab.Allow("net::ERR_INTERNET_DISCONNECTED")
	tab.Eval("window.sameDocument = true", nil)
	tab.Offline(true)
	tab.Wait("word of it", `framepost.stats().state === "reconnecting" && !document.querySelector("#message").hidden`)
	remains(t, tab)
	tab.Eval("window.shownBefore = framepost.stats().shown", nil)
	tab.Offline(false)
	back := time.Now()
	tab.Wait("the picture", "framepost.stats().shown > shownBefore")
	t.Logf("the picture is back %v after the network", time.Since(back).Round(time.Millisecond))
	tab.Wait("the word gone", `document.querySelector("#message").hidden`)
	flows(tab)
	tab.Wait("the same document", "window.sameDocument")
}

// On a link of 60 kbit/s, and on one so slow that the server gives up waiting for frames, the page
// says that it takes seconds, not that the server is away.
func TestASlowLinkIsSaid(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, bytesPerSecond := range []float64{7500, 1500} {
		t.Run(strconv.Itoa(int(bytesPerSecond)), func(t *testing.T) {
			t.Parallel()
			tab := card(t, server, "&ops=mirror")
			tab.Click("#process [value=server] + span") // otherwise the page soon does without the link
			tab.Link(20*time.Millisecond, bytesPerSecond)
			tab.WaitWithin(time.Minute, "word of it", `(box => !box.hidden && box.textContent.includes("takes seconds"))(document.querySelector("#message"))`)
			tab.Link(0, -1)
			tab.WaitWithin(time.Minute, "the word gone", `document.querySelector("#message").hidden`)
			flows(tab)
		})
	}
}

// Cancelled requests leave nothing open in the browser or the server.
func TestCancelledRequestsLeaveNothing(t *testing.T) {
	t.Parallel()
	server := serve(t, "FRAMEPOST_WORKERS=1")
	tab := card(t, server, "&ops=resize:700,median:31")
	for range 8 {
		tab.Wait("a request", "framepost.stats().inFlight > 0")
		tab.Click("#start")
		tab.Wait("its end", `framepost.stats().state === "stopped" && framepost.stats().inFlight === 0`)
		tab.Click("#start")
		tab.Wait("frames again", `framepost.stats().state === "live"`)
	}
	tab.Click("#start")
	tab.Wait("the stop", `framepost.stats().state === "stopped"`)
	gauges := []string{"framepost_in_flight", "framepost_queue_depth", "framepost_buffer_bytes"}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		left := 0.0
		for _, name := range gauges {
			left += gauge(t, server.URL(), name)
		}
		if left == 0 {
			return
		}
		if time.Since(began) > browser.Patience {
			t.Fatalf("the sum of %v stays at %v", gauges, left)
		}
	}
}

func TestThePaceIsTheViewersToSet(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Eval(`(() => {
		const slider = document.querySelector("#target");
		slider.value = 300;
		slider.dispatchEvent(new Event("input", {bubbles: true}));
	})()`, nil)
	tab.Wait("the target held", `framepost.stats().aim >= 300 && document.querySelector("#target-value").textContent === "300"`)
	tab.Eval("framepost.target(120)", nil)
	tab.Wait("the other way round", `framepost.stats().aim < 300 && document.querySelector("#target").value === "120"`)
	tab.Click("#still")
	tab.Eval("framepost.still(true)", nil)
	tab.Wait("the same", `document.querySelector("#still").checked`)
}

// gauge returns a figure of /metrics.
func gauge(t *testing.T, server, name string) float64 {
	t.Helper()
	answer, err := http.Get(server + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no %s in\n%s", name, text)
	}
	value, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}
