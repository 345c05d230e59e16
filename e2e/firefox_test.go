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
	tab.Visit(server.URL() + "/")
	tab.Wait("the client", "window.framepost?.stats && !document.querySelector('#start').disabled")
	do := func(script string) {
		t.Helper()
		var done any
		if err := tab.Eval("(() => {"+script+"})()", &done); err != nil {
			t.Fatalf("%s: %v", script, err)
		}
	}
	tab.Wait("a word on each button that is missing", `document.querySelector("#lacks").checkVisibility() ===
		["#float", "#full", "#record", "#source-screen"].some((button) => document.querySelector(button).hidden)`)
	do(`if (document.querySelector("#start").textContent !== "Stop") document.querySelector("#start").click()`)
	tab.Wait("the camera", `document.querySelector("#camera-title").textContent === "Camera" && document.querySelector("#start").textContent === "Stop"`)
	tab.Wait("frames on the screen", "framepost.stats().shown > 10")
	tab.Wait("the answer's width", `document.querySelector("#output").width === 700`)
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")

	do(`document.querySelector("#presets").scrollIntoView()`)
	// Presets are shown while the machine has time to spare, which it may never have.
	tab.Wait("a preset's picture", `document.querySelector("#presets canvas") ||
		(window.busy = (window.busy ?? 0) + (framepost.stats().gap > 0)) > 300`)
	do(`document.querySelector("[data-op=invert]").click()`)
	// Firefox's fake camera faces away from the viewer, so its picture is not mirrored.
	tab.Wait("the chain", `framepost.stats().chain === "resize:700,invert" &&
		document.querySelector("#camera").srcObject.getVideoTracks()[0].getSettings().facingMode === "environment"`)
	do(`document.querySelector("[data-preset=noir]").click()`)
	tab.Wait("the preset", `framepost.stats().chain.startsWith("resize:700,gray,")`)
	do(`document.querySelector("#undo").click()`)
	tab.Wait("the chain before", `framepost.stats().chain === "resize:700,invert"`)
	do(`document.querySelector("[name=view][value=divider]").click()`)
	tab.Wait("the divider", `document.querySelector("#divider").checkVisibility()`)
	do(`document.querySelector("#hud").open = true; scrollTo(0, 0)`)
	tab.Wait("the curves", `document.querySelector("#fps-curve").getAttribute("points")`)
	do(`document.querySelector("[name=source][value=card]").click()`)
	tab.Wait("the demo picture", `document.querySelector("#camera").videoWidth === 640 && document.querySelector("#camera-title").textContent === "Demo picture"`)
	do(`window.shownBefore = framepost.stats().shown`)
	tab.Wait("more frames", "framepost.stats().shown > shownBefore + 10")
	tab.Screenshot(out(t, "firefox.png"))
	var stats any
	if err := tab.Eval("(({fps, cameraToScreen, rtt}) => ({fps, cameraToScreen, rtt}))(framepost.stats())", &stats); err != nil {
		t.Fatal(err)
	}
	t.Logf("Firefox: %v", stats)
}
