package e2e

import (
	"fmt"
	"testing"
	"time"

	"framepost/e2e/browser"
	"framepost/e2e/service"
)

// alone opens the page from a host of files, with no API anywhere, and returns it with frames on
// the screen, its address and a function that stops the host.
func alone(t *testing.T) (tab *browser.Tab, origin string, stop func()) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no nginx, no browser")
	}
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	origin = fmt.Sprintf("http://localhost:%d", ports[0])
	stop = host(t, ports[0], `{}`)
	tab = window(t)
	tab.Allow("status of 404") // /v1/ops, by which the page notices
	patient(tab)
	// Everything that is sent is recorded.
	tab.Before(`window.posted = [];
		for (const [object, name] of [[window, "fetch"], [navigator, "sendBeacon"], [XMLHttpRequest.prototype, "send"]]) {
			const send = object[name];
			object[name] = function (url, options) {
				if (name !== "fetch" || options?.body) posted.push(String(url?.url ?? url));
				return send.apply(this, arguments);
			};
		}`)
	tab.Camera(origin, browser.Granted)
	tab.Open(origin + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	return tab, origin, stop
}

// Files alone are a whole product: the page processes the camera's frames itself, in order, and
// sends nothing.
func TestAPageWithoutAnAPI(t *testing.T) {
	t.Parallel()
	tab, _, _ := alone(t)
	tab.Wait("their full size", `document.querySelector("#output").width === 700`)
	trace := watch(tab, time.Second, 20)
	if f := trace.Figures(film.Frames); trace.Mirrored == 0 || f.OutOfOrder > 0 || f.Unreadable > 0 {
		t.Errorf("%d mirrored, %v", trace.Mirrored, f)
	} else {
		t.Log(f)
	}
	tab.Wait("where", `framepost.stats().where === "page" && framepost.stats().why === "serverless"
		&& document.querySelector("#status").textContent === "Live, in this page"`)
	tab.Wait("records that say so", `framepost.frames().every((f) => f.where === "page" && f.up === 0 && f.server.ops > 0)
		&& framepost.csv().trim().split("\n").slice(1).every((line) => line.endsWith(",page,0.000"))`)
	tab.Wait("presets and operations", `document.querySelectorAll("#presets button").length > 5 && document.querySelectorAll("#ops button").length > 40`)
	tab.Wait("nothing that needs a server", `["#copy-curl", "#copy-go", "#curl", "#process", "#quality", "#bill"]
		.every((selector) => !document.querySelector(selector).checkVisibility())`)
	tab.Wait("the truth about it", `document.querySelector(".about").innerText.includes("nothing leaves this device")`)
	tab.Wait("nothing sent", "posted.length === 0 && framepost.stats().bytesUp === 0")
	shoot(t, tab, "alone")
	tab.Click("#hud summary")
	tab.Wait("figures", `document.querySelector("#where").textContent === "in this page"`)
	tab.Eval(`document.querySelector("#hud").scrollIntoView()`, nil)
	tab.Screenshot(out(t, "alone-hud.png"))
}

// Every preset works without an API.
func TestEachPresetWithoutAnAPI(t *testing.T) {
	t.Parallel()
	tab, _, _ := alone(t)
	tab.Wait("the presets", `document.querySelectorAll("#presets button").length > 5`)
	var names []string
	tab.Eval(`[...document.querySelectorAll("#presets button")].map((chip) => chip.dataset.preset)`, &names)
	for _, name := range names {
		tab.Click("[data-preset=" + name + "]")
		tab.Wait("the preset "+name, fmt.Sprintf(`document.querySelector("[data-preset=%s]").getAttribute("aria-pressed") === "true"
			&& (window.before = framepost.stats().shown) > 0`, name))
		tab.Wait("frames of "+name, `framepost.stats().shown > before + 2 && framepost.stats().refusal === ""
			&& document.querySelector("#chain-error").textContent === ""`)
	}
	tab.Wait("nothing sent", "posted.length === 0 && framepost.stats().bytesUp === 0")
	t.Logf("%d presets", len(names))
}

// Whoever has seen the page once has all of it without a network, too.
func TestAPageWithoutAnAPIWorksOffline(t *testing.T) {
	t.Parallel()
	tab, origin, stop := alone(t)
	tab.Allow("net::ERR_CONNECTION") // to the host that is gone
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		var lacks []string
		tab.Eval(`caches.open("shell").then((cache) => cache.keys()).then((all) => {
			const kept = all.map(({url}) => url.slice(url.lastIndexOf("/") + 1));
			return ["local.js", "local.wasm", "catalogue.json", "faces.dat", "font.ttf", "symbols.ttf"].filter((name) => !kept.includes(name));
		})`, &lacks)
		if len(lacks) == 0 {
			break
		}
		if time.Since(began) > browser.Patience {
			t.Fatalf("the browser does not keep %q", lacks)
		}
	}
	tab.Open(origin + "/?again")
	tab.Wait("the worker at work", "navigator.serviceWorker.controller")
	stop()
	tab.Open(origin + "/#preset=privacy")
	tab.Wait("frames without a network", `framepost.stats().shown > 5 && framepost.stats().chain.includes("faces")`)
	tab.Wait("where", `document.querySelector("#status").textContent === "Live, in this page"`)
	tab.Wait("presets and operations", `document.querySelectorAll("#presets button").length > 5 && document.querySelectorAll("#ops button").length > 40`)
}
