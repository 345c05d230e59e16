package e2e

import (
	"encoding/base64"
	"fmt"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/e2e/firefox"
)

// Firefox lacks some of Chromium's interfaces, so frames are processed by other code there. The
// page must work in the same way.
func TestFirefox(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := firefox.Open(t)
	quick(tab)
	tab.Open(server.URL() + "/")
	tab.Wait("the client", "window.framepost?.stats && !document.querySelector('#start').disabled")
	tab.Wait("a word on each button that is missing", `document.querySelector("#lacks").checkVisibility() ===
		["#float", "#full", "#record", "#source-screen"].some((button) => document.querySelector(button).hidden)`)
	useCamera(tab)
	tab.Wait("frames on the screen", "framepost.stats().shown > 10")
	tab.Wait("the answer's width", `document.querySelector("#output").width === 700`)
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")

	tab.Eval(`document.querySelector("#presets").scrollIntoView()`, nil)
	// Presets are shown while the machine has time to spare, which it may never have.
	tab.Wait("a preset's picture", `document.querySelector("#presets canvas") ||
		(window.busy = (window.busy ?? 0) + (framepost.stats().gap > 0)) > 300`)
	tab.Eval(`document.querySelector("[data-op=invert]").click()`, nil)
	// Firefox's fake camera faces away from the viewer, so its picture is not mirrored.
	tab.Wait("the chain", `framepost.stats().chain === "resize:700,invert" &&
		document.querySelector("#camera").srcObject.getVideoTracks()[0].getSettings().facingMode === "environment"`)
	tab.Eval(`document.querySelector("[data-preset=noir]").click()`, nil)
	tab.Wait("the preset", `framepost.stats().chain.startsWith("resize:700,gray,")`)
	tab.Eval(`document.querySelector("#undo").click()`, nil)
	tab.Wait("the chain before", `framepost.stats().chain === "resize:700,invert"`)
	tab.Eval(`document.querySelector("[name=view][value=divider]").click()`, nil)
	tab.Wait("the divider", `document.querySelector("#divider").checkVisibility()`)
	tab.Eval(`document.querySelector("#hud").open = true; scrollTo(0, 0)`, nil)
	tab.Wait("the curves", `document.querySelector("#fps-curve").getAttribute("points")`)
	tab.Eval(`document.querySelector("[name=source][value=card]").click()`, nil)
	tab.Wait("the demo picture", `document.querySelector("#camera").videoWidth === 640 && document.querySelector("#camera-title").textContent === "Demo picture"`)
	tab.Eval(`window.shownBefore = framepost.stats().shown`, nil)
	tab.Wait("more frames", "framepost.stats().shown > shownBefore + 10")
	tab.Screenshot(out(t, "firefox.png"))
	pace(t, tab)
}

// Without an API, too.
func TestFirefoxWithoutAnAPI(t *testing.T) {
	t.Parallel()
	origin, _ := files(t)
	tab := firefox.Open(t)
	openAlone(tab, origin)
	useCamera(tab)
	tab.Wait("frames of it", "framepost.frames().filter((f) => f.captured > begun).length > 5")
	processesAlone(tab)
	pace(t, tab)
	tab.Eval("scrollTo(0, 0)", nil)
	tab.Screenshot(out(t, "firefox-alone.png"))
	eachPreset(t, tab)
}

// Whoever has seen the page once has it without a network, too. Firefox does not say whether it would
// install it as an app; what that takes, the manifest, is kept as well.
func TestFirefoxWorksOffline(t *testing.T) {
	t.Parallel()
	origin, stop := files(t)
	tab := firefox.Open(t)
	openAlone(tab, origin)
	worksOffline(t, tab, origin, stop, func() { useCamera(tab) })
	var name string
	tab.Eval(`fetch(document.querySelector("link[rel=manifest]").href).then((answer) => answer.json()).then(({name}) => name)`, &name)
	if name != "framepost" {
		t.Errorf("the manifest names %q", name)
	}
	tab.Eval("scrollTo(0, 0)", nil)
	tab.Screenshot(out(t, "firefox-offline.png"))
	tab.Eval("location.reload()", nil)
	tab.Wait("the page after a reload", "performance.getEntriesByType('navigation')[0].type === 'reload' && framepost.stats && !document.querySelector('#start').disabled")
	useCamera(tab)
	tab.Wait("frames after a reload", "framepost.stats().shown > 5")
}

// The mask before the upload holds in Firefox: of somebody who crosses the camera's picture, nearer each
// time, no face is sent. As Firefox's camera shows no film, a canvas stands in for it.
func TestFirefoxMasks(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := firefox.Open(t)
	tab.Before(crosses(filtertest.PortraitFile(t)))
	openMasked(tab, server.URL(), "")
	useCamera(tab)
	tab.Eval("pictures.length = 0", nil) // they were of the demo picture
	tab.Wait("the first frames", "pictures.length >= 50")
	tab.Wait("word of it", `document.querySelector("#status").textContent.includes("sent only after faces:pixelate")`)
	pace(t, tab)
	tab.Eval("scrollTo(0, 0)", nil)
	tab.Wait("somebody near the camera", "near")
	tab.Screenshot(out(t, "firefox-masked.png"))
	noFaceIn300(t, tab)
}

func TestFirefoxSendsNothingUnmasked(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, script := range blocked {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := firefox.Open(t)
			tab.Before(script)
			openMasked(tab, server.URL(), "source=test&")
			nothingIsSent(t, tab)
			tab.Screenshot(out(t, "firefox-not-masked.png"))
			sentWithoutMask(tab)
		})
	}
}

// Firefox's worker makes the same of a frame as all others.
func TestLooksInFirefox(t *testing.T) {
	t.Parallel()
	address := emptyHost(t)
	tab := firefox.Open(t)
	openEmpty(tab, address)
	printsLooks(t, tab)
}

// crosses returns a script that makes the camera show somebody who crosses the picture three times, in
// 300 pictures.
func crosses(portrait []byte) string {
	return fmt.Sprintf(`if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
		const file = new Blob([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))]);
		const somebody = await createImageBitmap(file);
		const canvas = document.createElement("canvas");
		[canvas.width, canvas.height] = [640, 480];
		const pen = canvas.getContext("2d");
		const sky = pen.createLinearGradient(0, 0, 0, 480);
		sky.addColorStop(0, "#88a8cc");
		sky.addColorStop(1, "#465a3c");
		let n = 0;
		setInterval(() => {
			const [height, top] = [[0.3, 0.1], [0.55, 0.25], [0.9, 0.08]][Math.floor(n / 100)];
			const h = height * 480, w = h * somebody.width / somebody.height;
			pen.fillStyle = sky;
			pen.fillRect(0, 0, 640, 480);
			pen.drawImage(somebody, n %% 100 / 100 * (640 + w) - w, top * 480, w, h);
			n = (n + 1) %% 300;
			window.near = n > 240 && n < 260;
		}, 33);
		return canvas.captureStream(30);
	};`, base64.StdEncoding.EncodeToString(portrait))
}

// useCamera replaces the demo picture by the camera, for which Firefox gives no permission beforehand. It
// keeps the time at which the camera is open as begun.
func useCamera(tab *firefox.Tab) {
	tab.Wait("the client", "window.framepost?.stats && !document.querySelector('#start').disabled")
	tab.Click("#start")
	tab.Wait("the camera", `document.querySelector("#camera-title").textContent === "Camera" && document.querySelector("#start").textContent === "Stop"
		&& (window.begun = performance.now())`)
}

// pace logs how the page does.
func pace(t *testing.T, tab *firefox.Tab) {
	t.Helper()
	tab.Eval("window.before = framepost.stats().shown", nil)
	tab.Wait("frames to go by", "framepost.stats().shown > before + 100")
	var stats any
	tab.Eval("(({fps, cameraToScreen, rtt, here}) => ({fps, cameraToScreen, rtt, here}))(framepost.stats())", &stats)
	t.Logf("Firefox: %v", stats)
}

// A page in Firefox stands in for a server that is away, too.
func TestFirefoxStandsIn(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := firefox.Open(t)
	stoodBy(tab, server.URL())
	standsIn(t, tab, server)
	tab.Eval("scrollTo(0, 0)", nil)
	tab.Screenshot(out(t, "firefox-stands-in.png"))
	handsBack(t, tab, server)
}
