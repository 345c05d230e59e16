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
			if (timing && url.includes("median")) timings.push(timing); // and no preset's picture
			return answer;
		};`)
	tab.Open(server.Secure() + "/#source=test&ops=resize:700,median:5")
	tab.Wait("many frames", "framepost.stats().shown > 40")
	tab.Click("#hud summary")
	tab.Wait("the parts", `document.querySelector("#legend li:nth-child(6) span").textContent`)
	// All stops, so that the figures and the headers are of the same frames.
	tab.Click("#start")
	tab.Wait("the last look at the last frames", `new Promise((done) => setTimeout(() => done(true), 1300))`)
	var headers []string
	tab.Eval("timings.slice(-30)", &headers)
	var sum wire.Timing
	for _, h := range headers {
		timing := wire.ParseTiming(h)
		sum.Ops += timing.Ops / float64(len(headers))
		sum.Encode += timing.Encode / float64(len(headers))
	}
	for part, want := range map[int]float64{6: sum.Ops, 7: sum.Encode} {
		if got := shownNumber(t, tab, `#legend li:nth-child(`+strconv.Itoa(part)+`) span`); math.Abs(got-want) > 0.1+0.1*want {
			t.Errorf("part %d is shown as %v ms, the server's mean is %.2f", part, got, want)
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
	tab.Wait("a price and whose it is", `/^\$0\.\d+/.test(document.querySelector("#cost").textContent) && /Cloud Run.*20\d\d/.test(document.querySelector("#rates").textContent)`)
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
