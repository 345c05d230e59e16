package e2e

import (
	"path/filepath"
	"testing"

	"framepost/e2e/browser"
	"framepost/e2e/firefox"
)

// noise has what scripts need that make a worker read other colours than were drawn, as browsers
// do that resist fingerprinting.
const noise = `
	const fill = (context, paint) => {
		context.putImageData(new ImageData(Uint8ClampedArray.from({length: 4 * 64 * 64}, paint), 64, 64), 0, 0);
	};
	const encode = OffscreenCanvas.prototype.convertToBlob, read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
`

// What a browser returns where the page reads what it has drawn.
var hidden = map[string]string{
	"noise as JPEG": noise + `OffscreenCanvas.prototype.convertToBlob = function (options) {
		fill(this.getContext("2d"), () => 256 * Math.random());
		return encode.call(this, options);
	}`,
	"white as JPEG": noise + `OffscreenCanvas.prototype.convertToBlob = function (options) {
		fill(this.getContext("2d"), () => 255);
		return encode.call(this, options);
	}`,
	"noise as pixels": noise + `OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...area) {
		const image = read.apply(this, area);
		crypto.getRandomValues(image.data);
		return image;
	}`,
	"nothing": `OffscreenCanvas.prototype.convertToBlob = async () => { throw new Error("no"); }`,
}

// A browser that hides what is drawn from the page gets no stream of noise, but words.
func TestABrowserThatHidesPictures(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, script := range hidden {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.BeforeWorkers(script)
			tab.Camera(server.Secure(), browser.Granted)
			tab.Open(server.Secure() + "/")
			complains(t, tab, "hides the pictures", "fingerprinting", "allow canvas data", "start again")
			tab.Eval(`document.querySelector("#message").hidden = true`, nil)
			start(tab)
			complains(t, tab, "hides the pictures")
			tab.Wait("no camera", `!document.querySelector("#camera").srcObject && document.querySelector("#start").textContent === "Start"`)
			tab.Wait("nothing sent", `framepost.stats().sent === 0 && framepost.stats().state !== "live"`)
			if name == "noise as JPEG" {
				shoot(t, tab, "hidden")
				accessible(t, tab)
			}
		})
	}
}

// A change of the last bits, as some browsers make, is no reason to stop, and whoever allows
// canvas data may go on without loading the page again.
func TestABrowserThatShowsPictures(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, script := range map[string]string{
		"last bits": noise + `OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...area) {
			const image = read.apply(this, area);
			image.data.forEach((level, i) => { image.data[i] = level ^ i % 4; });
			return image;
		}`,
		"allowed later": noise + `let asked = 0; OffscreenCanvas.prototype.convertToBlob = function (options) {
			if (asked++ === 0) fill(this.getContext("2d"), () => 255);
			return encode.call(this, options);
		}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.BeforeWorkers(script)
			tab.Open(server.Secure() + "/#ops=mirror") // with a look of its own there is no tour
			if name == "allowed later" {
				complains(t, tab, "hides the pictures")
			}
			tab.Wait("the client", "framepost.stats && !document.querySelector('#start').disabled")
			tab.Click("input[name=source][value=card]")
			flows(tab)
			tab.Wait("no message", `document.querySelector("#message").hidden`)
		})
	}
}

// The real thing: Firefox resists fingerprinting, but for sites that are exempt from that or may
// use canvas data. The message names both ways.
func TestFirefoxResistsFingerprinting(t *testing.T) {
	t.Parallel()
	server := serve(t)
	const resist = `user_pref("privacy.resistFingerprinting", true);`
	t.Run("everywhere", func(t *testing.T) {
		t.Parallel()
		tab := firefox.Open(t, resist)
		tab.Open(server.URL() + "/")
		tab.Wait("a word on it", `document.querySelector("#message").checkVisibility() && document.querySelector("#message").innerText.includes("exemptedDomains")`)
		tab.Wait("nothing sent", "framepost.stats().sent === 0")
		tab.Screenshot(out(t, "firefox-hidden.png"))
	})
	allowed := filepath.Join(t.TempDir(), "permissions")
	writeFile(t, allowed, []byte("origin\tcanvas\t1\t"+server.URL()+"\n"))
	for name, preference := range map[string]string{
		"exempt":  `user_pref("privacy.resistFingerprinting.exemptedDomains", "localhost");`,
		"allowed": `user_pref("permissions.manager.defaultsUrl", "file://` + allowed + `");`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := firefox.Open(t, resist, preference)
			tab.Open(server.URL() + "/")
			tab.Wait("frames on the screen", "framepost.stats().shown > 5")
		})
	}
}
