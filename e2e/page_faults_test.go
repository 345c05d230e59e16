package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// A link whose look is not possible says so over the picture, where eyes are, until the viewer
// changes the chain.
func TestLinkThatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for link, word := range map[string]string{"ops=foo": "foo", "preset=nope": "nope", "ops=blur:900": "blur", "ops=A:B": "operation"} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Allow("status of 400")
			patient(tab)
			tab.Camera(server.Secure(), browser.Granted)
			tab.Open(server.Secure() + "/#" + link)
			complains(t, tab, "link", word, "preset")
			tab.Wait("the default look", "framepost.stats().shown > 5 && framepost.stats().chain === 'resize:700,mirror'")
			tab.Click("[data-preset=noir]")
			tab.Wait("no message", `document.querySelector("#message").hidden`)
			flows(tab)
		})
	}
}

// What the viewer asks for and the server cannot do is no outage.
func TestTooLargeAnAnswerIsNoOutage(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	tab.Allow("status of 422")
	tab.Type("#chain", "resize:8192:8192")
	tab.Wait("the reason", `document.querySelector("#chain-error").textContent.includes("pixels") || document.querySelector("#chain-error").textContent.includes("px")`)
	tab.Wait("the frames as before", `framepost.stats().state === "live" && document.querySelector("#message").hidden`)
	flows(tab)
}

// A new visitor by a link has nothing to undo.
func TestNothingToUndoAfterALink(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&preset=noir")
	tab.Wait("the look", `framepost.stats().chain.includes("gray")`)
	tab.Wait("nothing to undo", `document.querySelector("#undo").disabled`)
	tab.Click("#clear")
	tab.Wait("something to undo", `!document.querySelector("#undo").disabled`)
}

// Stop ends a recording, which is saved.
func TestStopEndsTheRecording(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	save := tab.Downloads()
	tab.Click("#record")
	tab.Wait("a second of it", `parseInt(document.querySelector("#record").textContent.replace(/\D/g, "")) >= 1`)
	tab.Click("#start")
	save(".webm")
	tab.Wait("the button as before", `document.querySelector("#record").textContent === "Record"`)
}

// A number out of range is marked where it stands, and a search finds what other programs call it.
func TestControlsHelp(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&ops=resize:700,brightness:10")
	tab.Allow("status of 400")
	tab.Click(step(1, "fold"))
	const number = `#steps [data-at="1"] input[type=number]`
	tab.Type(number, "99999")
	tab.Wait("the mark", `document.querySelector('`+number+`').matches(":invalid") && getComputedStyle(document.querySelector('`+number+`')).borderTopWidth === "2px"`)
	tab.Click("#add summary")
	tab.Type("#search", "grey")
	tab.Wait("gray", `document.querySelector("[data-op=gray]").checkVisibility()`)
	tab.Type("#search", "mirorr")
	tab.Wait("a proposal", `document.querySelector("#none").textContent.includes("mirror")`)
}

// In forced colours each control has an edge, and what only colour shows keeps its colours.
func TestForcedColours(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Media("forced-colors", "active")
	quick(tab)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames", "framepost.stats().shown > 5")
	tab.Click("#hud summary")
	tab.Click("#add summary")
	tab.Wait("an edge around each control", `[...document.querySelectorAll("button, select, .switch span, input[type=text], input[type=number], input[type=search]")]
		.filter((control) => control.checkVisibility() && !control.matches(".name"))
		.every((control) => parseFloat(getComputedStyle(control).borderBottomWidth) > 0 || parseFloat(getComputedStyle(control).borderLeftWidth) > 0)`)
	tab.Wait("the time bar's colours", `getComputedStyle(document.querySelector("#split")).forcedColorAdjust === "none"`)
	tab.Click("input[name=view][value=divider]")
	tab.Wait("the line", `getComputedStyle(document.querySelector("#divider")).forcedColorAdjust === "none"`)
	tab.Screenshot(out(t, "forced-colours.png"))
}

// What a control is called contains the words that are seen on it (WCAG 2.2, 2.5.3).
func TestNamesContainTheVisibleWords(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&preset=night")
	tab.Click("#add summary")
	tab.Click(step(1, "fold"))
	tab.Click(step(1, "more"))
	var differ []string
	tab.Eval(`[...document.querySelectorAll("button[aria-label], summary[aria-label]")]
		.filter((control) => control.checkVisibility() && /[\p{L}\p{N}]/u.test(control.innerText))
		.filter((control) => !control.ariaLabel.toLowerCase().includes(control.innerText.trim().toLowerCase()))
		.map((control) => control.ariaLabel + " / " + control.innerText)`, &differ)
	for _, name := range differ {
		t.Error(name)
	}
}

// A reload changes nothing: neither the view, the source's size and the latency to hold, nor the
// steps that are left out for a moment.
func TestReloadKeepsWhatIsSet(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/#ops=resize:600,blur:2,mirror")
	tab.Wait("frames", "framepost.stats().shown > 5 && document.querySelectorAll('#steps li').length === 3")
	tab.Click(step(1, "bypass"))
	tab.Click("input[name=view][value=divider]")
	tab.Eval(`for (const [id, value] of [["size", "320x240"], ["target", "300"]]) {
		const input = document.getElementById(id);
		input.value = value;
		input.dispatchEvent(new Event("input", {bubbles: true}));
		input.dispatchEvent(new Event("change", {bubbles: true}));
	}`, nil)
	tab.Wait("the chain without the step", `framepost.stats().chain === "resize:600,mirror" && location.hash === "#ops=resize:600,mirror"`)
	tab.Eval("location.reload()", nil)
	tab.Wait("the page again", `window.framepost?.stats && framepost.stats().shown > 0 && framepost.stats().shown < 5 || document.querySelectorAll("#steps li").length === 3`)
	tab.Wait("the step left out", `document.querySelectorAll("#steps li").length === 3 && document.querySelector("#steps [data-at='1']").hasAttribute("data-off")
		&& framepost.stats().chain === "resize:600,mirror"`)
	tab.Wait("the view", `document.querySelector("#stage").dataset.view === "divider"`)
	tab.Wait("size and latency", `document.querySelector("#size").value === "320x240" && document.querySelector("#target").value === "300"`)
	tab.Wait("nothing to undo", `document.querySelector("#undo").disabled`)
}

// The floating window goes on while the page is hidden, which is what it is for.
func TestFloatGoesOnWhileHidden(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := live(t, server)
	tab.Click("#float")
	tab.Wait("the window", `document.pictureInPictureElement && document.querySelector("#float").ariaPressed === "true"`)
	tab.Eval(`Object.defineProperty(document, "hidden", {get: () => true, configurable: true});
		document.dispatchEvent(new Event("visibilitychange"))`, nil)
	flows(tab)
	tab.Eval("document.exitPictureInPicture()", nil)
	tab.Wait("the pause", `framepost.stats().state === "paused"`)
}
