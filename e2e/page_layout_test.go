package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// The answer stays in view while the seventh step of a chain is edited: 60 % of it beside the
// controls, and a third of the screen above them on a phone or at 200 % zoom.
func TestYouSeeWhatYouEdit(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, screen := range []struct {
		name          string
		width, height int64
		phone         bool
		least         string // of what is in view
	}{
		{"laptop", 1280, 800, false, "seen / picture.height >= 0.6"},
		{"phone", 390, 844, true, "seen / innerHeight >= 0.3"},
		{"zoomed", 640, 400, false, "seen / innerHeight >= 0.3"},
	} {
		t.Run(screen.name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Viewport(screen.width, screen.height, 1, screen.phone)
			quick(tab)
			tab.Camera(server.Secure(), browser.Granted)
			tab.Open(server.Secure() + "/#ops=resize:700,mirror,brightness:5,contrast:10,blur:1,sharpen,vignette:40")
			tab.Wait("frames", "framepost.stats().shown > 5 && document.querySelectorAll('#steps li').length === 7")
			tab.Click(step(6, "fold"))
			tab.Eval(`document.querySelector("#steps li:last-child input[type=range]").focus()`, nil)
			tab.Wait("the answer in view", `(() => {
				const picture = document.querySelector("#output").getBoundingClientRect();
				const seen = Math.min(picture.bottom, innerHeight) - Math.max(picture.top, 0);
				return `+screen.least+`;
			})()`)
			tab.Wait("the control in view, and not behind the answer", `(() => {
				const control = document.activeElement.getBoundingClientRect();
				return control.top >= 0 && control.bottom <= innerHeight
					&& document.elementFromPoint(control.x + control.width / 2, control.y + control.height / 2) === document.activeElement;
			})()`)
			tab.Screenshot(out(t, "edit-"+screen.name+".png"))
		})
	}
}

// Nothing moves while the page loads and runs through the presets, whose answers have several
// shapes: Cumulative Layout Shift ≤ 0.02 (https://web.dev/articles/cls).
func TestNothingMovesByItself(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, screen := range []struct {
		name          string
		width, height int64
		phone         bool
	}{{"laptop", 1280, 800, false}, {"phone", 390, 844, true}, {"desktop", 1350, 940, false}, {"tall phone", 412, 823, true}} {
		t.Run(screen.name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Viewport(screen.width, screen.height, 1, screen.phone)
			tab.Before(`window.moved = 0; window.movers = [];
				new PerformanceObserver((list) => {
					for (const shift of list.getEntries()) if (!shift.hadRecentInput) {
						moved += shift.value;
						movers.push(...shift.sources.map((s) => (s.node?.id || s.node?.className || s.node?.nodeName) + " " + shift.value.toFixed(4)));
					}
				}).observe({type: "layout-shift", buffered: true})`)
			tab.Before(hastyTour)
			quick(tab)
			tab.Open(server.Secure() + "/")
			for _, shape := range []string{"square", "tilted"} {
				tab.Wait("the preset "+shape, `document.querySelector("[data-preset=`+shape+`][data-spot]")`)
				tab.Wait("another shape", `Math.abs(document.querySelector("#output").width / document.querySelector("#output").height - 4 / 3) > 0.02`)
			}
			tab.Wait("the end", `framepost.stats().state === "stopped"`)
			tab.Wait("the viewer's own chain", `framepost.stats().chain === "resize:700,mirror"`)
			var moved float64
			var movers []string
			tab.Eval("moved", &moved)
			tab.Eval("movers", &movers)
			t.Logf("a layout shift of %.4f: %q", moved, movers)
			if moved > 0.02 {
				t.Error("more than 0.02")
			}
		})
	}
}

// hastyTour makes a tour show each preset for 0.6 s instead of 5.
const hastyTour = `{
	const every = setInterval;
	window.setInterval = (f, ms, ...rest) => every(f, ms === 5000 ? 600 : ms, ...rest);
}`

// An upright photo leaves room for the words above it, and what sticks covers no text at the page's
// end.
func TestAnUprightPhotoHasItsPlace(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(1366, 682, 1, false)
	tab.Open(server.Secure() + "/#source=test&ops=resize:700")
	tab.Wait("frames", "globalThis.framepost?.stats?.().shown > 5")
	opened(t, tab, photoFile(t, "upright.jpg", 600, 800))
	tab.Wait("the photo's answer", "document.querySelector('#output').width === 700 && document.querySelector('#output').height === 933")
	tab.Wait("each caption in one line, and the views as wide as one another", `(() => {
		const captions = [...document.querySelectorAll(".stamp figcaption > *")].map((e) => e.getBoundingClientRect());
		const [one, two] = [...document.querySelectorAll(".stamp")].map((e) => e.getBoundingClientRect().width);
		return captions.length > 2 && captions.every(({height}) => height < 30) && Math.abs(one - two) < 1;
	})()`)
	tab.Eval("scrollTo(0, 1e6)", nil)
	tab.Wait("the text at the end uncovered", `(() => {
		const text = document.querySelector(".about").getBoundingClientRect();
		return text.top >= document.querySelector(".scene").getBoundingClientRect().bottom;
	})()`)
	shoot(t, tab, "upright")
}

// What explains buttons does not touch them.
func TestHelpKeepsItsDistance(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(1280, 1400, 1, false)
	tab.Open(server.Secure() + "/")
	tab.Wait("the page", "window.framepost?.stats()")
	tab.Wait("help below buttons, and none that touches them", `(() => {
		const rooms = ["#process-help", "#format-help"].map((selector) => {
			const help = document.querySelector(selector);
			return help.getBoundingClientRect().top - help.previousElementSibling.getBoundingClientRect().bottom;
		});
		return rooms.every((room) => room >= 4 && room < 20);
	})()`)
	tab.Eval(`document.querySelector("#process").scrollIntoView()`, nil)
	tab.Screenshot(out(t, "help.png"))
}
