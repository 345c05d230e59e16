package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// TestPageScreenshots leaves pictures of the page's states in out/, for people to look at.
func TestPageScreenshots(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, shot := range []struct {
		name          string
		width, height int64
		phone         bool
		scheme, link  string
		do            func(tab *browser.Tab)
	}{
		{"page-answer", 1280, 800, false, "light", "preset=noir", func(tab *browser.Tab) {
			tab.Click("input[name=view][value=answer]")
			tab.Eval("scrollTo(0, 0)", nil)
		}},
		{"page-divider", 1280, 800, false, "light", "preset=vintage", func(tab *browser.Tab) {
			tab.Click("input[name=view][value=divider]")
			tab.Eval("scrollTo(0, 0)", nil)
		}},
		{"page-controls", 1280, 1400, false, "light", "preset=night", func(tab *browser.Tab) {
			tab.Click(step(2, "fold"))
			tab.Click(step(5, "fold"))
			tab.Click(step(1, "bypass"))
			tab.Click("#add summary")
		}},
		{"page-hud", 1280, 2080, false, "dark", "preset=clear", func(tab *browser.Tab) {
			tab.Click("#hud summary")
			tab.Wait("curves", `document.querySelector("#fps-curve").getAttribute("points").split(" ").length > 4`)
		}},
		{"page-keys", 1280, 800, false, "light", "", func(tab *browser.Tab) { tab.Click("#help") }},
		{"page-refused", 1280, 900, false, "light", "ops=resize:700,twirl:9", func(tab *browser.Tab) {
			tab.Wait("the refusal", `document.querySelector("#chain-error").textContent`)
			tab.Eval(`document.querySelector("#chain-error").scrollIntoView({block: "end"})`, nil)
		}},
		{"page-phone", 390, 1500, true, "light", "preset=pop", func(tab *browser.Tab) {}},
		{"page-phone-controls", 390, 1700, true, "dark", "preset=guard", func(tab *browser.Tab) {
			tab.Click(step(2, "fold"))
			tab.Click("#hud summary")
			tab.Eval(`document.querySelector("#presets").scrollIntoView()`, nil)
		}},
		{"page-phone-divider", 390, 844, true, "dark", "preset=duotone", func(tab *browser.Tab) {
			tab.Click("input[name=view][value=divider]")
			tab.Eval("scrollTo(0, 0)", nil)
		}},
		{"page-landscape", 844, 390, true, "light", "", func(tab *browser.Tab) {
			tab.Click("input[name=view][value=answer]")
			tab.Eval("scrollTo(0, 0)", nil)
		}},
	} {
		t.Run(shot.name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Allow("status of 400")
			tab.Viewport(shot.width, shot.height, 1, shot.phone)
			tab.Media("prefers-color-scheme", shot.scheme)
			tab.Camera(server.Secure(), browser.Granted)
			quick(tab)
			tab.Open(server.Secure() + "/#" + shot.link)
			tab.Wait("steady figures", "framepost.stats().shown > 15 && framepost.stats().sentQuality === 85 && document.querySelector('#steps li')")
			shot.do(tab)
			tab.Wait("the page to settle", "new Promise((done) => setTimeout(() => done(true), 600))")
			pictured(tab)
			tab.Eval("framepost.target(100)", nil) // the default
			tab.Screenshot(out(t, shot.name+".png"))
			var wide int64
			if tab.Eval("document.documentElement.scrollWidth", &wide); wide > shot.width {
				t.Errorf("the page is %d px wide on a screen of %d", wide, shot.width)
			}
		})
	}
}
