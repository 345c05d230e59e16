package e2e

import (
	"testing"

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
