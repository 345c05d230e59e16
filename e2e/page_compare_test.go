package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"framepost/e2e/browser"
)

// chart returns a picture each of whose places has another colour: red grows to the right, green
// downwards.
func chart(t *testing.T) []byte {
	t.Helper()
	const w, h = 320, 240
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), 128, 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// seam takes a screenshot and returns by how much the colours left and right of the divider differ
// at most, of 255, beyond what they may between two places of the chart as far apart, and how many
// heights it has compared. Corners that a rotation leaves are not compared.
func seam(t *testing.T, tab *browser.Tab, cut float64) (most, compared int) {
	t.Helper()
	var box struct{ X, Y, Width, Height float64 }
	tab.Eval(`scrollTo(0, 0), document.querySelector("#output").getBoundingClientRect().toJSON()`, &box)
	path := filepath.Join(t.TempDir(), "seam.png")
	tab.Screenshot(path)
	img, err := png.Decode(bytes.NewReader(readFile(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	at := func(x, y float64) [3]int {
		r, g, b, _ := img.At(int(x), int(y)).RGBA()
		return [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}
	}
	const beside = 5 // px from the line, which is 3 px wide
	for share := 0.15; share < 0.9; share += 0.05 {
		if share > 0.44 && share < 0.56 {
			continue // the knob
		}
		x, y := box.X+cut*box.Width, box.Y+share*box.Height
		left, right := at(x-beside, y), at(x+beside, y)
		if blue := (left[2] + right[2]) / 2; blue < 110 || blue > 146 || left[2]-right[2] > 30 || right[2]-left[2] > 30 {
			continue // at least one of them is no part of the picture
		}
		compared++
		for i := range left {
			most = max(most, left[i]-right[i], right[i]-left[i])
		}
	}
	const span = 255 // of a colour from one side of the chart to the other
	return most - int(span*2*beside/min(box.Width, box.Height)), compared
}

// Whatever crops, turns or scales the picture: what lies at the line lies at both sides of it.
func TestCompareIsAligned(t *testing.T) {
	t.Parallel()
	tab := window(t)
	patient(tab)
	tab.Viewport(1280, 800, 1, false)
	server := serve(t)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	path := filepath.Join(t.TempDir(), "chart.png")
	writeFile(t, path, chart(t))
	tab.Files("#file", path)
	tab.Wait("the picture", `document.querySelector("#camera").videoWidth === 320`)
	tab.Click("input[name=view][value=divider]")
	tab.Eval(`document.querySelector("#divider").focus()`, nil)
	tab.Key(kb.Home)
	for range 35 { // not the middle, which a mirror leaves where it is
		tab.Key(kb.ArrowRight)
	}
	for _, chain := range []string{
		"resize:700", "resize:700,mirror", "resize:500,flip", "crop:5%:10%:50%:40%,resize:600", "resize:400:400:cover:gravity=left", "resize:300:500",
		"rotate:90", "resize:600,rotate:270", "transpose", "rotate:10", "resize:500,mirror,rotate:-25", "rotate:10,crop:30%:20%:50%:50%,rotate:90,resize:640",
	} {
		tab.Type("#chain", chain)
		tab.Wait("the chain "+chain, fmt.Sprintf("framepost.stats().chain === %q", chain))
		tab.Eval("window.since = performance.now()", nil)
		tab.Wait("an answer of it", `framepost.frames().at(-1).sent > since && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
		tab.Wait("one picture over the other", `document.querySelector("#stage").dataset.view === "divider" && document.querySelector("#apart").hidden`)
		if most, compared := seam(t, tab, 0.35); most > 8 || compared < 5 {
			tab.Screenshot(out(t, "compare-misaligned.png"))
			t.Errorf("%s: at the line the colours differ by up to %d, at %d heights", chain, most, compared)
		}
	}
	tab.Click("#full")
	tab.Wait("the full screen", `document.fullscreenElement === document.querySelector("#stage")`)
	if most, compared := seam(t, tab, 0.35); most > 8 || compared < 5 {
		t.Errorf("on the whole screen the colours at the line differ by up to %d, at %d heights", most, compared)
	}
	tab.Key("f")
}

// Where nothing can be aligned, nothing is laid over anything.
func TestCompareOfWhatCannotBeAligned(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	patient(tab)
	tab.Before(`const ask = fetch;
		window.fetch = async (url, options) => {
			const answer = await ask(url, options);
			if (!String(url).includes("blur")) return answer; // as if it bent the picture
			const headers = new Headers(answer.headers);
			headers.delete("Frame-Affine");
			return new Response(answer.body, {headers});
		};`)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Click("input[name=view][value=divider]")
	tab.Wait("one over the other", `document.querySelector("#stage").dataset.view === "divider" && !document.querySelector("#apart").checkVisibility()`)
	tab.Type("#chain", "resize:700,blur:3")
	tab.Wait("side by side, and why", `document.querySelector("#stage").dataset.view === "side" && document.querySelector("#apart").checkVisibility()
		&& document.querySelector("input[name=view][value=divider]").checked`)
	tab.Type("#chain", "resize:700")
	tab.Wait("one over the other again", `document.querySelector("#stage").dataset.view === "divider" && !document.querySelector("#apart").checkVisibility()`)
	tab.Type("#chain", "resize:700,blur:3")
	tab.Wait("side by side", `document.querySelector("#stage").dataset.view === "side"`)
	tab.Click("input[name=view][value=answer]")
	tab.Wait("the answer alone", `document.querySelector("#stage").dataset.view === "answer" && !document.querySelector("#apart").checkVisibility()`)
}
