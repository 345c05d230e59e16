package e2e

import (
	"fmt"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// The first visit on a link of 4 Mbit/s, with an empty cache.
func TestFirstVisit(t *testing.T) {
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Link(20*time.Millisecond, 500_000)
	began := time.Now()
	tab.Visit(server.Secure() + "/")
	tab.Wait("words to read", `document.body.innerText.length > 40 && getComputedStyle(document.body).fontFamily`)
	readable := time.Since(began)
	tab.Wait("a picture", "framepost.stats().shown > 0")
	shown := time.Since(began)
	t.Logf("at 4 Mbit/s: readable after %v, the first processed frame after %v", readable.Round(time.Millisecond), shown.Round(time.Millisecond))
	if *strict && (readable > 1500*time.Millisecond || shown > 3*time.Second) {
		t.Error("more than 1.5 s and 3 s")
	}
}

// A first visitor, who has allowed nothing yet, sees the demo picture run through the presets.
// Whoever touches the chain gets the chain.
func TestDemoRunsThroughThePresets(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	quick(tab)
	began := time.Now()
	tab.Open(server.Secure() + "/")
	tab.Wait("a picture", "framepost.stats().shown > 0")
	t.Logf("the first processed frame after %v", time.Since(began).Round(time.Millisecond))
	tab.Wait("a preset shown", `document.querySelector(".chip[data-spot]")`)
	tab.Wait("another one", `document.querySelectorAll(".chip")[2].hasAttribute("data-spot")`)
	tab.Wait("the viewer's own chain as ever", `document.querySelector("#chain").value === "resize:700,mirror" && location.hash === "" && document.querySelector("#undo").disabled`)
	tab.Click(step(1, "remove"))
	tab.Wait("the end of the tour", `!document.querySelector(".chip[data-spot]") && document.querySelector("#start").textContent === "Stop"`)
	tab.Wait("the demo as the source", `document.querySelector("input[name=source]:checked").value === "card"`)
	flows(tab)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Click(`input[name=source][value=camera] + span`)
	tab.Wait("the camera", `document.querySelector("#camera").srcObject.getVideoTracks()[0].getSettings().deviceId`)
}

// Nobody who asks for less motion is shown any that they have not asked for.
func TestDemoRespectsLessMotion(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Media("prefers-reduced-motion", "reduce")
	tab.Open(server.Secure() + "/")
	tab.Wait("the client", "framepost.stats && !document.querySelector('#start').disabled")
	tab.Wait("the catalogue", `document.querySelector("#presets button")`)
	tab.Wait("places for the pictures", `["#camera", "#output"].every((picture) => {
		const element = document.querySelector(picture);
		return getComputedStyle(element).visibility === "hidden" && getComputedStyle(element.parentNode, "::before").content.length > 20;
	})`)
	tab.Wait("nothing sent", "framepost.stats().sent === 0")
}

// Whoever gives the page a file before it knows whether the camera is allowed sees the file,
// whatever the browser then says.
func TestAFileBeforeThePageIsReady(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, state := range []string{"granted", "prompt"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			patient(tab)
			tab.Camera(server.Secure(), browser.Granted)
			tab.Before(`navigator.permissions.query = () => new Promise((resolve) => { window.say = (state) => resolve({state}); })`)
			tab.Open(server.Secure() + "/")
			tab.Wait("the question", "window.say")
			tab.Eval(dropFile("grey.png", "image/png", greyPNG(t))+fmt.Sprintf("say(%q)", state), nil) // before the file is open
			tab.Wait("frames", "framepost.stats().shown > 2")
			tab.Wait("the file", `document.querySelector("#camera").videoWidth === 320 && document.querySelector("#camera-title").textContent === "File"
				&& document.querySelector("#start").textContent === "Stop"`)
		})
	}
}
