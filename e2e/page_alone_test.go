package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/wire"
	"framepost/e2e/browser"
	"framepost/e2e/service"
)

// files serves the page from a host of files, with no API anywhere, until stop is called.
func files(t *testing.T) (origin string, stop func()) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no nginx, no browser")
	}
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("http://localhost:%d", ports[0]), host(t, ports[0], `{}`)
}

// alone opens the page from such a host, and returns it with frames on the screen.
func alone(t *testing.T) (tab *browser.Tab, origin string, stop func()) {
	t.Helper()
	origin, stop = files(t)
	tab = window(t)
	tab.Camera(origin, browser.Granted)
	openAlone(tab, origin)
	return tab, origin, stop
}

// openAlone opens the page where there is no API. Everything that it sends is recorded in posted.
func openAlone(tab either, origin string) {
	tab.Allow("status of 404") // /v1/ops, by which the page notices
	patient(tab)
	tab.Before(`window.posted = [];
		for (const [object, name] of [[window, "fetch"], [navigator, "sendBeacon"], [XMLHttpRequest.prototype, "send"]]) {
			const send = object[name];
			object[name] = function (url, options) {
				if (name !== "fetch" || options?.body) posted.push(String(url?.url ?? url));
				return send.apply(this, arguments);
			};
		}`)
	tab.Open(origin + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
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
	processesAlone(tab)
	shoot(t, tab, "alone")
	tab.Click("#hud summary")
	tab.Wait("figures", `document.querySelector("#where").textContent === "in this page"`)
	tab.Eval(`document.querySelector("#hud").scrollIntoView()`, nil)
	tab.Screenshot(out(t, "alone-hud.png"))
}

// processesAlone fails the test unless the page processes all frames, says so, and has sent nothing.
func processesAlone(tab either) {
	tab.Wait("where", `framepost.stats().where === "page" && framepost.stats().why === "serverless"
		&& document.querySelector("#status").textContent === "Live, in this page"`)
	tab.Wait("records that say so", `framepost.frames().every((f) => f.where === "page" && f.up === 0 && f.server.ops > 0)
		&& framepost.csv().trim().split("\n").slice(1).every((line) => line.endsWith(",page,0.000"))`)
	tab.Wait("presets and operations", `document.querySelectorAll("#presets button").length > 5 && document.querySelectorAll("#ops button").length > 40`)
	tab.Wait("nothing that needs a server", `["#copy-curl", "#copy-go", "#curl", "#process", "#quality", "#target", "#still", "#bill"]
		.every((selector) => !document.querySelector(selector).checkVisibility())`)
	tab.Wait("the truth about it", `document.querySelector(".about").innerText.includes("nothing leaves this device")`)
	tab.Wait("nothing sent", "posted.length === 0 && framepost.stats().bytesUp === 0")
}

// A host of files may take its time to say that it has no API. Until it has, no picture leaves the page.
func TestAPageWithoutAnAPIAwaitsTheHost(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	var posts atomic.Int32
	silence := make(chan struct{})
	files := http.FileServer(http.Dir("../public"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			posts.Add(1)
			http.Error(w, "files alone", http.StatusMethodNotAllowed)
		case r.URL.Path == wire.PathOps:
			<-silence
			http.NotFound(w, r)
		default:
			files.ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	speak := sync.OnceFunc(func() { close(silence) })
	defer speak()
	tab := window(t)
	tab.Allow("status of 404")
	patient(tab)
	tab.Camera(server.URL, browser.Granted)
	tab.Open(server.URL + "/")
	tab.Wait("frames of the page, as if the server were cold", `framepost.stats().shown > 5 && framepost.stats().why === "cold"`)
	speak()
	tab.Wait("the truth", `framepost.stats().why === "serverless" && document.querySelector(".about").innerText.includes("nothing leaves this device")`)
	if n := posts.Load(); n > 0 {
		t.Errorf("%d pictures were posted", n)
	}
}

// Photos have their full result without an API: the browser decodes the file and encodes the answer.
// The presets and the operations have pictures, too.
func TestPhotosWithoutAnAPI(t *testing.T) {
	t.Parallel()
	tab, _, _ := alone(t)
	tab.Wait("the presets", `document.querySelectorAll("#presets button").length > 5`)
	tab.Wait("no quality yet", `!document.querySelector("#quality").checkVisibility()`)
	save := tab.Downloads()
	tab.Click("[data-preset=noir]")
	opened(t, tab, photoFile(t, "portrait.jpeg", 1600, 1200), photoFile(t, "small.jpg", 640, 480), photoFile(t, "huge.jpg", 6000, 4200))
	resultIs(tab, "700 × 525 px")
	resultIs(tab, "% smaller")
	var fine, coarse string
	tab.Eval(`document.querySelector("#result").textContent`, &fine)
	tab.Click("#download")
	path := save(".jpg")
	kind, size := decoded(t, readFile(t, path))
	if filepath.Base(path) != "portrait-noir.jpg" || kind != "jpeg" || size != image.Pt(700, 525) {
		t.Errorf("%s is a %s of %v", path, kind, size)
	}
	tab.Wait("the quality", `document.querySelector("#quality").checkVisibility()`)
	tab.Eval(`(q => { q.value = 5; q.dispatchEvent(new Event("input", {bubbles: true})); })(document.querySelector("#quality"))`, nil)
	tab.Wait("other figures", fmt.Sprintf(`!["Making the full result", %q].includes(document.querySelector("#result").textContent)`, fine))
	if tab.Eval(`document.querySelector("#result").textContent`, &coarse); percent(t, coarse) <= percent(t, fine) {
		t.Errorf("at quality 85 %s, at 5 %s", fine, coarse)
	}
	tab.Click("#full-size")
	resultIs(tab, "1600 × 1200 px")
	tab.Eval(`(s => { s.value = "png"; s.dispatchEvent(new Event("change")); })(document.querySelector("#result-format"))`, nil)
	tab.Wait("another result", `document.querySelector("#result").textContent.includes("larger")`)
	tab.Click("#download")
	kind, size = decoded(t, readFile(t, save(".png")))
	if kind != "png" || size != image.Pt(1600, 1200) {
		t.Errorf("the download is a %s of %v", kind, size)
	}

	tab.Eval(`document.querySelector("#presets").scrollIntoView({block: "center"})`, nil)
	tab.Wait("pictures of the presets in sight", `document.querySelectorAll("#presets canvas").length > 2`)
	tab.Screenshot(out(t, "alone-photos.png"))
	tab.Eval(`document.querySelector("#add").open = true; document.querySelector("#ops").scrollIntoView({block: "center"})`, nil)
	tab.Wait("pictures of the operations in sight", `document.querySelectorAll("#ops canvas").length > 3`)
	tab.Screenshot(out(t, "alone-operations.png"))

	tab.Click("#download-all")
	path = save(".zip")
	tab.Wait("the end", `document.querySelector("#photos-said").textContent.startsWith("2 of 3 saved in framepost-")`)
	tab.Wait("why not the third", `/^huge.jpg: This page cannot do it: the picture is 6000x4200; at most 25000000 pixels/.test(document.querySelector("#failures").textContent)`)
	data := readFile(t, path)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) != 2 {
		t.Errorf("%v, %v", archive, err)
	}
	tab.Wait("nothing sent", "posted.length === 0 && framepost.stats().bytesUp === 0")
}

// Every preset works without an API.
func TestEachPresetWithoutAnAPI(t *testing.T) {
	t.Parallel()
	tab, _, _ := alone(t)
	eachPreset(t, tab)
}

// eachPreset chooses every preset in turn, with a picture of somebody, whose look each must change.
func eachPreset(t *testing.T, tab either) {
	t.Helper()
	tab.Eval(likeness, nil)
	tab.Eval(dropFile("portrait.jpg", "image/jpeg", filtertest.PortraitFile(t)), nil)
	// The camera's picture may be mirrored; a file's is not.
	tab.Wait("the portrait", `document.querySelector("#camera-title").textContent === "File" && framepost.stats().chain === "resize:700"`)
	tab.Eval("framepost.still(false)", nil)
	tab.Type("#chain", "resize:700,invert") // the first one takes this away
	tab.Wait("another look", `framepost.stats().chain === "resize:700,invert" && document.querySelectorAll("#presets button").length > 5`)
	settle(tab)
	var names []string
	tab.Eval(`[...document.querySelectorAll("#presets button")].map((chip) => chip.dataset.preset)`, &names)
	likest, of := 0.0, ""
	for _, name := range names {
		tab.Eval("keep()", nil)
		tab.Click("[data-preset=" + name + "]")
		tab.Wait("the preset "+name, fmt.Sprintf(`document.querySelector("[data-preset=%s]").getAttribute("aria-pressed") === "true"`, name))
		settle(tab)
		tab.Wait("no error of "+name, `framepost.stats().refusal === "" && document.querySelector("#chain-error").textContent === ""`)
		var like float64
		if tab.Eval("likeness()", &like); like > 30 {
			t.Errorf("%s looks like the one before, by %.1f dB", name, like)
		}
		if like > likest {
			likest, of = like, name
		}
	}
	tab.Wait("nothing sent", "posted.length === 0 && framepost.stats().bytesUp === 0")
	t.Logf("%d presets; most like the one before is %s, by %.1f dB", len(names), of, likest)
}

// settle waits until frames of the present chain are on the screen.
func settle(tab either) {
	tab.Eval("window.before = framepost.stats().shown", nil)
	tab.Wait("frames of the chain", "framepost.stats().shown > before + 4") // fewer are under way when a chain changes
}

// Whoever has seen the page once has all of it without a network, too.
func TestAPageWithoutAnAPIWorksOffline(t *testing.T) {
	t.Parallel()
	tab, origin, stop := alone(t)
	tab.Allow("net::ERR_CONNECTION") // to the host that is gone
	worksOffline(t, tab, origin, stop, func() {})
}

// worksOffline stops the host when the browser has kept the page, and fails the test unless the page
// opens without it and, after start, processes frames.
func worksOffline(t *testing.T, tab either, origin string, stop, start func()) {
	t.Helper()
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
	tab.Wait("the worker at work", "navigator.serviceWorker.controller && window.framepost?.stats")
	stop()
	tab.Open(origin + "/#preset=privacy")
	start()
	tab.Wait("frames without a network", `framepost.stats().shown > 5 && framepost.stats().chain.includes("faces")`)
	tab.Wait("where", `document.querySelector("#status").textContent === "Live, in this page"`)
	tab.Wait("presets and operations", `document.querySelectorAll("#presets button").length > 5 && document.querySelectorAll("#ops button").length > 40`)
}
