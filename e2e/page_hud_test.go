package e2e

import (
	"math"
	"strconv"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
)

// What the page shows must be what the server says of itself.
func TestFiguresAgreeWithTheServer(t *testing.T) {
	server := serve(t)
	tab := window(t)
	tab.Before(`const send = fetch;
		window.timings = [];
		window.fetch = async (url, options) => {
			const answer = await send(url, options);
			const timing = answer.headers.get("Server-Timing");
			if (timing && url.includes("median")) timings.push({timing, length: +answer.headers.get("Content-Length")}); // and no preset's picture
			return answer;
		};`)
	tab.Open(server.Secure() + "/#source=test&ops=resize:700,median:5")
	tab.Wait("many frames", "framepost.stats().shown > 40")
	tab.Click("#hud summary")
	tab.Wait("the parts", `document.querySelector("#legend li:nth-child(6) span").textContent`)
	// All stops, so that the figures and the headers are of the same frames.
	tab.Click("#start")
	tab.Wait("the last look at the last frames", `new Promise((done) => setTimeout(() => done(true), 1300))`)
	var answers []struct {
		Timing string
		Length float64
	}
	tab.Eval("timings.slice(-30)", &answers)
	var mean wire.Timing
	length, n := 0.0, float64(len(answers))
	for _, a := range answers {
		timing := wire.ParseTiming(a.Timing)
		mean.Queue += timing.Queue / n
		mean.Decode += timing.Decode / n
		mean.Ops += timing.Ops / n
		mean.Encode += timing.Encode / n
		length += a.Length / n
	}
	for what, want := range map[string]float64{
		"#legend li:nth-child(4) span": mean.Queue,
		"#legend li:nth-child(5) span": mean.Decode,
		"#legend li:nth-child(6) span": mean.Ops,
		"#legend li:nth-child(7) span": mean.Encode,
		"#frame-down":                  length,
	} {
		// The last frames of the page may be a few others than the last answers.
		if got := shownNumber(t, tab, what); math.Abs(got-want) > 0.1+0.1*want {
			t.Errorf("%s shows %v, the mean of the server's headers is %.2f", what, got, want)
		}
	}
}

func TestEveryFigure(t *testing.T) {
	tab := card(t, serve(t), "")
	tab.Key("h")
	tab.Wait("the curves", `document.querySelector("#fps-curve").getAttribute("points").split(" ").length > 4
		&& document.querySelector("#delay-curve").getAttribute("points")`)
	tab.Wait("the bar as wide as its parts", `(() => {
		const bar = document.querySelector("#split").getBoundingClientRect();
		const parts = [...document.querySelectorAll("#split i")].map((part) => part.getBoundingClientRect().width);
		return parts.length === 10 && Math.abs(parts.reduce((a, b) => a + b) - bar.width) < 2;
	})()`)
	tab.Wait("a price and whose it is", `/^\$0\.\d+/.test(document.querySelector("#cost").textContent) && /Cloud Run.*20\d\d/.test(document.querySelector("#rates").textContent) && document.querySelector("#rates a").href === framepost.config.rates.source`)
	tab.Wait("the counts", `document.querySelector("#window").textContent.includes(" of ") && +document.querySelector("#frame-up").textContent > 1000`)
	tab.Key("h")
	tab.Wait("them gone", `!document.querySelector("#hud").open`)
}

func shownNumber(t *testing.T, tab *browser.Tab, selector string) float64 {
	t.Helper()
	var text string
	tab.Eval(`document.querySelector("`+selector+`").textContent`, &text)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Errorf("%s shows %q", selector, text)
	}
	return n
}
