package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// If the server does not know what the page requests, the page explains that instead of showing
// a status.
func TestPageAndServerDoNotFit(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Allow("status of 404")
	tab.Before(`const ask = fetch;
		window.fetch = (url, options) => ask(String(url).replace("/v1/", "/v9/"), options);`)
	tab.Open(server.Secure() + "/#source=test")
	complains(t, tab, "do not fit", "reload")
	shoot(t, tab, "no-fit")
}

// When the server returns with a newer page, the open page continues and offers the new one.
func TestNewerPageIsAnnounced(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Allow("net::ERR_")
	tab.Before(`const ask = fetch;
		let heads = 0;
		window.fetch = async (url, options) => {
			const answer = await ask(url, options);
			// The first request is at the start; after the restart the page is a different one.
			if (options?.method !== "HEAD" || ++heads === 1) return answer;
			return new Response(null, {headers: {ETag: '"another"'}});
		};`)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	server.Kill()
	tab.Wait("word of it", `framepost.stats().state === "reconnecting"`)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	tab.Wait("the other words", `document.querySelector("#message-title").textContent.includes("newer")`)
	complains(t, tab, "newer version", "reload")
	tab.Wait("the way to it", `document.querySelector("#message-link").checkVisibility() && !document.querySelector("#message-link").href.includes("#")`)
	flows(tab)
}

func TestDeniedNamesThePlace(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Denied)
	tab.Open(server.Secure() + "/")
	start(tab)
	complains(t, tab, "icon at the left end of the address bar, then camera")
}

func TestWhatABrowserLacksIsSaid(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Before(`delete window.MediaRecorder;
		Object.defineProperty(document, "pictureInPictureEnabled", {value: undefined});`)
	patient(tab)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("the words", `document.querySelector("#lacks").innerText === "This browser has no picture in picture or recording."`)
	tab.Wait("no button for them", `!document.querySelector("#float").checkVisibility() && !document.querySelector("#record").checkVisibility()`)
	flows(tab)
	tab.Key("r") // has no effect here
	flows(tab)
	card(t, server, "").Wait("no words where there is nothing to say", `document.querySelector("#lacks").hidden`)
}

// On a phone in portrait, the answer is as wide as the screen, touch targets are large enough,
// and the screen stays on.
func TestPhone(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(390, 844, 2, true)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Before(`let locks = 0, held = 0;
		navigator.wakeLock.request = async () => { locks++; held++; return {released: false, release() { held--; this.released = true; }}; };
		const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		window.asked = [];
		navigator.mediaDevices.getUserMedia = (wish) => { asked.push(JSON.stringify(wish)); return ask(wish); };
		const device = {kind: "videoinput", groupId: ""};
		navigator.mediaDevices.enumerateDevices = async () => [{...device, label: "front", deviceId: "f"}, {...device, label: "back", deviceId: "b"}];`)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the presets", `document.querySelectorAll("#presets button").length > 5`)
	tab.Wait("the answer as wide as the screen", `document.querySelector("#output").getBoundingClientRect().width > 320 && document.documentElement.scrollWidth === 390`)
	tab.Wait("the answer in sight", `document.querySelector("#output").getBoundingClientRect().bottom < 844`)
	var small []string
	tab.Eval(`[...document.querySelectorAll("button, select, .switch label, summary")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 60))`, &small)
	if len(small) > 0 {
		t.Errorf("too small for a finger: %q", small)
	}
	tab.Wait("the lock", "locks === 1 && held === 1")
	tab.Wait("the other side", `document.querySelector("#turn").checkVisibility()`)
	tab.Click("#turn")
	tab.Wait("the rear camera asked for", `asked.at(-1).includes("environment")`)
	flows(tab)
	tab.Click("#start")
	tab.Wait("the lock gone", "held === 0")
}

// The files that a browser needs to install the page are served.
func TestInstallable(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := card(t, server, "")
	var manifest struct {
		Type     string
		StartURL string `json:"start_url"`
		Icons    []struct{ Src, Sizes string }
	}
	tab.Eval(`fetch(document.querySelector("link[rel=manifest]").href).then(async (answer) => ({...await answer.json(), Type: answer.headers.get("Content-Type")}))`, &manifest)
	if manifest.Type != "application/manifest+json" || manifest.StartURL == "" {
		t.Errorf("the manifest is %+v", manifest)
	}
	for _, icon := range manifest.Icons {
		var shown string
		tab.Eval(`new Promise((done) => {
			const picture = new Image();
			picture.onload = () => done(picture.naturalWidth + "x" + picture.naturalHeight);
			picture.onerror = () => done("broken");
			picture.src = "`+icon.Src+`";
		})`, &shown)
		if shown == "broken" || icon.Sizes != "any" && shown != icon.Sizes {
			t.Errorf("%s is %s, not %s", icon.Src, shown, icon.Sizes)
		}
	}
}

// Without scripts the page shows its words, and nothing that needs a script.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.NoScript()
	tab.Viewport(1280, 900, 1, false)
	tab.Open(server.Secure() + "/") // with its style
	tab.Wait("the words", `document.body.innerText.includes("never stored") && document.body.innerText.includes("needs JavaScript and WebAssembly")`)
	tab.Wait("the command", `document.body.innerText.includes("curl -f --data-binary @in.jpg")`)
	var dead []string
	tab.Eval(`[...document.querySelectorAll("button, input, select, summary, progress")].filter((e) => e.checkVisibility()).map((e) => e.id || e.outerHTML)`, &dead)
	if len(dead) > 0 {
		t.Errorf("without the script %q do nothing", dead)
	}
	shoot(t, tab, "no-script")
}
