package e2e

import (
	"strconv"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
)

// The page must show the times that the server reports. All frames get the same answer, with a
// different time for each part, so that no mean depends on which frames it includes.
func TestFiguresAgreeWithTheServer(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Before(`const send = fetch;
		window.fetch = async (url, options) => {
			const answer = await send(url, options);
			if (!answer.ok || options?.priority !== "high") return answer;
			const headers = new Headers(answer.headers), body = await answer.arrayBuffer();
			let part = 0;
			headers.set("Server-Timing", headers.get("Server-Timing").replace(/dur=[\d.]+/g, () => "dur=" + ++part * 1.5));
			window.same ??= {timing: headers.get("Server-Timing"), body};
			return new Response(same.body, {headers});
		};`)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Click("#hud summary")
	tab.Wait("the parts", `document.querySelector("#legend li:nth-child(6) span").textContent`)
	var header string
	var length float64
	tab.Eval("same.timing", &header)
	tab.Eval("same.body.byteLength", &length)
	timing := wire.ParseTiming(header)
	for what, want := range map[string]float64{
		"#legend li:nth-child(4) span": timing.Queue,
		"#legend li:nth-child(5) span": timing.Decode,
		"#legend li:nth-child(6) span": timing.Ops,
		"#legend li:nth-child(7) span": timing.Encode,
		"#frame-down":                  length,
	} {
		if got := shownNumber(t, tab, what); want == 0 || got != want {
			t.Errorf("%s shows %v, the server's answers say %v", what, got, want)
		}
	}
}

func TestEveryFigure(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Key("h")
	tab.Wait("the curves", `document.querySelector("#fps-curve").getAttribute("points").split(" ").length > 4
		&& document.querySelector("#delay-curve").getAttribute("points")`)
	tab.Wait("the bar as wide as its parts", `(() => {
		const bar = document.querySelector("#split").getBoundingClientRect();
		const parts = [...document.querySelectorAll("#split i")].map((part) => part.getBoundingClientRect().width);
		return parts.length === 10 && Math.abs(parts.reduce((a, b) => a + b) - bar.width) < 2;
	})()`)
	tab.Wait("a price and whose it is", `/^\$\d+\.\d+, of which traffic \$(?!0\.000)\d+\.\d+$/.test(document.querySelector("#cost").textContent) && /Cloud Run.*20\d\d/.test(document.querySelector("#rates").textContent) && [...document.querySelectorAll("#rates a")].map((a) => a.href).join() === [framepost.config.rates.source, framepost.config.rates.egress_source].join()`)
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
