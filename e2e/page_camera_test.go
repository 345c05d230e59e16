package e2e

import (
	"testing"

	"framepost/e2e/browser"

	"github.com/chromedp/chromedp/kb"
)

// optics gives each camera a light and a zoom, which the browser's fake one has not, and keeps
// what the page asks for. With plain set, they have neither.
const optics = `{
	window.asked = [];
	const track = MediaStreamTrack.prototype, can = track.getCapabilities, is = track.getSettings, apply = track.applyConstraints;
	const real = (t) => can.call(t).deviceId && !window.plain;
	track.getCapabilities = function () {
		return real(this) ? {...can.call(this), torch: true, zoom: {min: 1, max: 4, step: 0.5}} : can.call(this);
	};
	track.getSettings = function () { return real(this) ? {...is.call(this), torch: false, zoom: 2} : is.call(this); };
	track.applyConstraints = async function (constraints) {
		if (window.refuses) throw new DOMException("no", "OverconstrainedError");
		asked.push(constraints);
	};
}`

func TestLightAndZoom(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	patient(tab)
	tab.Before(optics)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("both", `["#torch", "#zoom"].every((id) => document.querySelector(id).checkVisibility())`)
	tab.Wait("the zoom as it is", `(({value, min, max, step}) => [value, min, max, step].join())(document.querySelector("#zoom")) === "2,1,4,0.5"`)
	tabTo(t, tab, "#torch")
	tab.Key(kb.Enter)
	tab.Wait("the light", `JSON.stringify(asked.at(-1)) === '{"advanced":[{"torch":true,"zoom":2}]}'`)
	tabTo(t, tab, "#zoom")
	tab.Key(kb.ArrowRight)
	tab.Wait("the zoom, and still the light", `JSON.stringify(asked.at(-1)) === '{"advanced":[{"torch":true,"zoom":2.5}]}'`)
	shoot(t, tab, "optics")
	accessible(t, tab)
	tab.Viewport(390, 844, 1, true)
	tab.Wait("nothing beside the page", `document.documentElement.scrollWidth <= innerWidth`)
	tab.Eval(`document.querySelector("#torch").scrollIntoView({block: "center"})`, nil)
	tab.Screenshot(out(t, "optics-phone.png"))

	tab.Eval("refuses = true", nil)
	tab.Click("#torch")
	tab.Click("#torch")
	tab.Wait("no light", `document.querySelector("#torch").ariaPressed === "false"`)
	tab.Click("#start")
	tab.Wait("neither without a camera", `!document.querySelector("#optics").checkVisibility()`)
	tab.Eval("plain = true", nil)
	tab.Click("#start")
	flows(tab)
	tab.Wait("neither with this camera", `["#torch", "#zoom"].every((id) => !document.querySelector(id).checkVisibility())`)
}

// A reload changes neither the camera nor its side and size, and a camera that is gone is none to
// complain about.
func TestTheCameraIsRemembered(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	patient(tab)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Before(`{
		window.wanted = [];
		const media = MediaDevices.prototype, ask = media.getUserMedia;
		media.getUserMedia = function (wish) { wanted.push(wish.video); return ask.call(this, wish); };
	}`)
	named := `document.querySelector("#device").options[1]?.label`
	choose := func(id, value string) {
		t.Helper()
		tab.Eval(`((s, v) => { s.value = v; s.dispatchEvent(new Event("change")); })(document.querySelector("`+id+`"), `+value+`)`, nil)
		flows(tab)
	}
	open := func() {
		t.Helper()
		tab.Open(server.Secure() + "/")
		tab.Wait("frames on the screen", "framepost.stats().shown > 5")
		tab.Wait("the camera's name in the list", named+` && `+named+` !== "The last camera"`)
	}
	open()
	tab.Wait("the size of the camera as the size", `document.querySelector("#gives").textContent === ""`)
	choose("#device", `document.querySelector("#device").options[1].value`)
	choose("#size", `"1920x1080"`)
	tab.Wait("the camera's own size beside the size", `document.querySelector("#gives").textContent === "It gives 640 × 480" ||
		document.querySelector("#camera").videoWidth === 1920`)
	open()
	tab.Wait("the camera and the size that were chosen", `wanted.length === 1 && wanted[0].width.ideal === 1920 &&
		wanted[0].deviceId.exact === document.querySelector("#device").options[1].value && document.querySelector("#device").selectedIndex === 1`)

	tab.Eval(`sessionStorage["framepost-device"] = "gone"; sessionStorage["framepost-facing"] = "environment"`, nil)
	open()
	tab.Wait("any camera of that side", `wanted.length === 2 && wanted[0].deviceId.exact === "gone" && wanted[1].facingMode.ideal === "environment"`)
	tab.Wait("no complaint", `document.querySelector("#message").hidden && document.querySelector("#device").value === ""`)
}

// Chromium complains on the console about a frame that nobody has closed, and the tab reports
// that.
func TestFramesAreClosedOverManySources(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	patient(tab)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	for i := range 40 {
		kind, title := "card", "Demo picture"
		if i%2 == 1 {
			kind, title = "camera", "Camera"
		}
		tab.Eval(`document.querySelector("input[name=source][value=`+kind+`]").click()`, nil)
		tab.Wait(title, `document.querySelector("#camera-title").textContent === "`+title+`"`)
		if i%4 > 1 { // otherwise with the next one at its heels
			tab.Eval(`window.shownBefore = framepost.stats().shown`, nil)
			tab.Wait("a frame", "framepost.stats().shown > shownBefore")
		}
	}
	tab.Heap() // collects garbage
	flows(tab)
}
