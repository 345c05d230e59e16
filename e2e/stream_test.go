package e2e

import (
	"testing"
	"time"

	"framepost/api/wire"
	"framepost/e2e/browser"
	"framepost/e2e/probe"
	"framepost/e2e/service"

	"github.com/chromedp/chromedp/kb"
)

// live opens the page with the camera allowed, so that it starts by itself, and waits for the
// first answers and then for those of full size.
func live(t *testing.T, server *service.Server) *browser.Tab {
	t.Helper()
	tab := window(t)
	quick(tab)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("their full size", `document.querySelector("#output").width === 700`)
	return tab
}

// watch measures the page for that long, and until it has shown that many answers.
func watch(tab *browser.Tab, d time.Duration, answers int) probe.Trace {
	var trace probe.Trace
	tab.Eval(probe.Expression(film.Row(), "#camera", "#output", d, answers), &trace)
	return trace
}

// flows fails the test unless more frames are shown.
func flows(tab *browser.Tab) {
	tab.Eval("window.shownBefore = framepost.stats().shown", nil)
	tab.Wait("more frames", "framepost.stats().shown > shownBefore + 5")
}

func TestFramesFlow(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	trace := watch(tab, time.Second, 30)
	f := trace.Figures(film.Frames)
	t.Log(f)
	if f.OutOfOrder > 0 {
		t.Errorf("%d answers out of order", f.OutOfOrder)
	}
	if f.Unreadable > 0 {
		t.Errorf("%d pictures without a readable number", f.Unreadable)
	}
	if trace.Straight > 0 || trace.Mirrored == 0 {
		t.Errorf("%d answers are mirrored, %d are not", trace.Mirrored, trace.Straight)
	}
	// It was of full size once. Where the machine has little time, the page asks for less.
	if trace.Width == 0 || trace.Width*3 != trace.Height*4 {
		t.Errorf("the answer is %d×%d, not 4:3 as the camera is", trace.Width, trace.Height)
	}
}

func TestFramesGoOverHTTP2(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	var protocols []string
	// A frame that was cancelled, as those that come too late are, went over none.
	tab.Eval(`performance.getEntriesByType("resource").filter(e => e.responseStatus === 200 && e.name.includes("`+wire.PathFrame+`")).map(e => e.nextHopProtocol)`, &protocols)
	if len(protocols) == 0 {
		t.Fatal("the browser has no record of a request")
	}
	for _, protocol := range protocols {
		if protocol != "h2" {
			t.Fatalf("a frame went over %q", protocol)
		}
	}
}

func TestChainChangesWhileStreaming(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	tab.Type("#chain", "resize:350")
	tab.Wait("the new width", `document.querySelector("#output").width === 350`)
	trace := watch(tab, time.Second, 5)
	if trace.Mirrored > 0 || trace.Straight == 0 {
		t.Errorf("%d answers are mirrored, %d are not", trace.Mirrored, trace.Straight)
	}
}

// An error in the chain is explained next to the field, and the stream continues with the last
// good chain.
func TestMistakenChainIsExplained(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	tab.Allow("status of 400")
	for _, c := range []struct{ chain, says string }{
		{"resize:700,Mirror", "Mirror"},             // against the grammar
		{"resize:700,twirl", "twirl"},               // an unknown operation
		{"resize:700,brightness:900", "brightness"}, // an argument out of range
	} {
		tab.Type("#chain", c.chain)
		tab.Wait("a word about "+c.chain, `document.querySelector("#chain-error").textContent.includes("`+c.says+`")`)
		flows(tab)
	}
	tab.Type("#chain", "resize:700")
	tab.Wait("the word gone", `document.querySelector("#chain-error").textContent === ""`)
	flows(tab)
}

func TestQualityChangesWhileStreaming(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	tab.Eval("window.before = framepost.frames().at(-1).down", nil)
	tab.Eval(`document.querySelector("#quality").focus()`, nil)
	tab.Key(kb.Home)
	tab.Wait("the lowest quality", "framepost.stats().quality === 1")
	tab.Wait("answers of half the bytes or less", "framepost.frames().at(-1).down <= before / 2")
	flows(tab)
}

func TestServerRestartIsSurvived(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := live(t, server)
	tab.Allow("net::ERR_") // reported for each attempt while the server is away
	tab.Eval("window.sameDocument = true", nil)
	server.Kill()
	tab.Wait("word of it", `framepost.stats().state === "reconnecting"`)
	tab.Wait("word of it", `!document.querySelector("#message").hidden`)
	remains(t, tab)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	tab.Eval("window.shownBefore = framepost.stats().shown", nil)
	tab.Wait("the picture", "framepost.stats().shown > shownBefore")
	took := time.Since(back)
	t.Logf("the picture is back %v after the server", took.Round(time.Millisecond))
	if *strict && took > time.Second {
		t.Error("more than a second")
	}
	tab.Wait("the word gone", `document.querySelector("#message").hidden`)
	flows(tab)
	tab.Wait("the same document", "window.sameDocument")
}

// remains fails the test unless the last picture stays on the screen while no other arrives.
func remains(t *testing.T, tab *browser.Tab) {
	t.Helper()
	if trace := watch(tab, time.Second, 0); trace.Width == 0 || len(trace.Output) == 0 {
		t.Errorf("of the last picture, %d px and %d numbers are left", trace.Width, len(trace.Output))
	}
}

func TestHiddenPageSendsNothing(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	sent := func() (n int) {
		tab.Eval("framepost.stats().sent", &n)
		return n
	}
	tab.Hide()
	tab.Wait("the pause", `framepost.stats().state === "paused" && framepost.stats().inFlight === 0`)
	before := sent()
	time.Sleep(time.Second)
	if after := sent(); after != before {
		t.Errorf("%d frames were sent in a hidden page", after-before)
	}
	tab.Show()
	flows(tab)
}

func TestStopAndStart(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	tab.Click("#start")
	tab.Wait("the camera released", `document.querySelector("#camera").srcObject === null`)
	var sent int
	tab.Wait("the end of the last request", "framepost.stats().inFlight === 0")
	tab.Eval("framepost.stats().sent", &sent)
	time.Sleep(500 * time.Millisecond)
	var after int
	if tab.Eval("framepost.stats().sent", &after); after != sent {
		t.Errorf("%d frames were sent after the stop", after-sent)
	}
	tab.Click("#start")
	flows(tab)
}

func TestTestPictureNeedsNoCamera(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	patient(tab)
	tab.Camera(server.Secure(), browser.Denied)
	tab.Open(server.Secure() + "/")
	tab.Wait("the client", "framepost.stats")
	tab.Click("input[name=source][value=card]")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the answer's width", `document.querySelector("#output").width === 700`)
	tab.Wait("no complaint", `document.querySelector("#message").hidden`)
}
