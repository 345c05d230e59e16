package e2e

import (
	"fmt"
	"os"
	"testing"

	"framepost/e2e/browser"
)

// readmeShot is the picture in the README.
const readmeShot = "testdata/screenshot.png"

// TestScreenshots leaves pictures of the live page in out/, and checks that nothing is wider
// than the screen.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	server := serve(t)
	frames := 15
	if *update {
		frames = 200
	}
	for _, shot := range []struct {
		name          string
		width, height int64
		scale         float64
		phone         bool
		scheme        string
	}{
		{"readme.png", 1280, 860, 1, false, "light"},
		{"desktop-light.png", 1280, 860, 1, false, "light"},
		{"desktop-dark.png", 1280, 860, 1, false, "dark"},
		{"desktop-wide.png", 1440, 1000, 1, false, "light"},
		{"desktop-first.png", 1280, 760, 1, false, "light"},
		{"phone-light.png", 390, 844, 2, true, "light"},
		{"phone-dark.png", 390, 844, 2, true, "dark"},
		{"phone-narrow.png", 320, 640, 2, true, "light"},
	} {
		t.Run(shot.name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Viewport(shot.width, shot.height, shot.scale, shot.phone)
			tab.Media("prefers-color-scheme", shot.scheme)
			if shot.name != "desktop-first.png" { // in which the camera is not allowed yet
				tab.Camera(server.Secure(), browser.Granted)
			}
			quick(tab)
			address := server.Secure() + "/"
			if shot.name == "readme.png" { // somebody who is not to be known
				address += "#source=test&preset=privacy"
			}
			tab.Open(address)
			tab.Wait("the client", "globalThis.framepost?.target")
			if shot.name != "desktop-first.png" {
				tab.Wait("steady figures", fmt.Sprintf("framepost.stats().shown > %d && framepost.stats().sentQuality === 85", frames))
				pictured(tab)
			}
			// Not innerWidth, which grows with a page that is too wide on a phone.
			var wide []string
			tab.Eval(fmt.Sprintf(`document.documentElement.scrollWidth <= %[1]d ? [] :
				[...document.body.querySelectorAll("*")]
					.filter((element) => element.getBoundingClientRect().right > %[1]d)
					.map((element) => element.outerHTML.slice(0, 80))`, shot.width), &wide)
			if len(wide) > 0 {
				t.Errorf("wider than the screen: %q", wide)
			}
			tab.Eval("framepost.target(100)", nil) // the default
			path := out(t, shot.name)
			tab.Screenshot(path)
			if *update && shot.name == "readme.png" {
				renew(t, path)
			}
		})
	}
}

// pictured waits until all presets on the screen have a preview, which takes the page ten
// seconds or more. Without -update it only waits for the presets.
func pictured(tab *browser.Tab) {
	tab.Wait("the presets", `document.querySelector("#presets button")`)
	if !*update {
		return
	}
	tab.Wait("pictures on the presets", `[...document.querySelectorAll("#presets button")].every((chip) => {
		const box = chip.getBoundingClientRect();
		return box.top >= innerHeight || box.bottom <= 0 || box.left >= innerWidth || chip.querySelector("canvas");
	})`)
}

func renew(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(readmeShot, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
