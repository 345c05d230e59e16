package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framepost/e2e/browser"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// photoFile writes a JPEG of that size, and returns its path.
func photoFile(t *testing.T, name string, width, height int) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), uint8((x ^ y) & 64), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	writeFile(t, path, b.Bytes())
	return path
}

// opened opens photos in a tab, of which the first becomes the source.
func opened(t *testing.T, tab *browser.Tab, paths ...string) {
	t.Helper()
	tab.Files("#file", paths...)
	tab.Wait("the photos", fmt.Sprintf(`document.querySelectorAll("#strip li").length === %d`, len(paths)))
	isShown(tab, filepath.Base(paths[0]))
	tab.Wait("their thumbnails", `[...document.querySelectorAll("#strip canvas")].every((c) => c.height === 96)`)
}

// isShown waits for a photo to be the source.
func isShown(tab *browser.Tab, name string) {
	tab.Wait(name+" as the source", fmt.Sprintf(`document.querySelector("#camera-title").textContent === "File"
		&& document.querySelector("#strip [aria-pressed=true] span")?.textContent === %q`, name))
}

func resultIs(tab *browser.Tab, words string) {
	tab.Wait("the result: "+words, fmt.Sprintf(`document.querySelector("#result").textContent.includes(%q)`, words))
}

func decoded(t *testing.T, data []byte) (kind string, size image.Point) {
	t.Helper()
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return kind, image.Pt(config.Width, config.Height)
}

// Several photos are opened at once. Each can be shown and removed.
func TestSeveralPhotos(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	opened(t, tab, photoFile(t, "first.jpg", 1600, 1200), photoFile(t, "second.jpg", 900, 1200), photoFile(t, "third.jpg", 400, 400))
	tab.Wait("its shape", `document.querySelector("#camera").videoWidth === 1280`)
	tab.Click("#strip li:nth-child(3) [data-do=show]")
	isShown(tab, "third.jpg")
	tab.Wait("its shape", `document.querySelector("#camera").videoWidth === 400`)
	tab.Click("#strip li:nth-child(3) [data-do=remove]")
	isShown(tab, "second.jpg") // its neighbour
	tab.Click("#strip li:nth-child(1) [data-do=remove]")
	tab.Wait("one photo", `document.querySelectorAll("#strip li").length === 1`)
	isShown(tab, "second.jpg")
	tab.Click("#strip li [data-do=remove]")
	tab.Wait("the demo picture", `document.querySelector("#photos").hidden && document.querySelector("#camera-title").textContent === "Demo picture"`)
	flows(tab)
}

// Pictures are also dropped and pasted, beside what is no picture.
func TestPhotosAreDroppedAndPasted(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	transfer := func(names ...string) {
		tab.Eval(fmt.Sprintf(`(async () => {
			window.files = new DataTransfer();
			for (const name of "%s".split(",")) {
				const picture = new OffscreenCanvas(300, 200);
				picture.getContext("2d").fillRect(0, 0, 100, 100);
				files.items.add(new File([name.endsWith(".txt") ? "no picture" : await picture.convertToBlob()], name, {type: name.endsWith(".txt") ? "text/plain" : "image/png"}));
			}
		})()`, strings.Join(names, ",")), nil)
	}
	transfer("one.png", "letter.txt", "two.png")
	tab.Eval(`document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}))`, nil)
	isShown(tab, "one.png")
	tab.Wait("the two pictures", `document.querySelectorAll("#strip li").length === 2`)
	tab.Wait("word of the other", `document.querySelector("#photos-said").textContent.includes("letter.txt is no picture")`)
	transfer("pasted.png")
	tab.Eval(`document.querySelector("#chain").dispatchEvent(new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true}))`, nil)
	isShown(tab, "pasted.png")
	tab.Wait("three pictures", `document.querySelectorAll("#strip li").length === 3`)
}

// The result of the whole file is saved under its name. Its size is shown before, and what it
// saves.
func TestFullResultIsDownloaded(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&preset=noir")
	save := tab.Downloads()
	opened(t, tab, photoFile(t, "portrait.jpeg", 1600, 1200))
	resultIs(tab, "700 × 525 px")
	resultIs(tab, "% smaller")
	tab.Click("#download")
	path := save(".jpg")
	kind, size := decoded(t, readFile(t, path))
	if filepath.Base(path) != "portrait-noir.jpg" || kind != "jpeg" || size != image.Pt(700, 525) {
		t.Errorf("%s is a %s of %v", path, kind, size)
	}

	tab.Click("#full-size")
	resultIs(tab, "1600 × 1200 px")
	tab.Eval(`(s => { s.value = "png"; s.dispatchEvent(new Event("change")); })(document.querySelector("#result-format"))`, nil)
	tab.Wait("another result", `document.querySelector("#result").textContent.includes("larger")`)
	tab.Click("#download")
	path = save(".png")
	kind, size = decoded(t, readFile(t, path))
	if filepath.Base(path) != "portrait-noir.png" || kind != "png" || size != image.Pt(1600, 1200) {
		t.Errorf("%s is a %s of %v", path, kind, size)
	}

	// A chain without such a step is always full size.
	tab.Type("#chain", "crop:10:10:200:100")
	resultIs(tab, "200 × 100 px")
	tab.Wait("no choice", `document.querySelector("#full-size-choice").hidden`)
}

// The figures follow the quality.
func TestQualityAgainstSize(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	opened(t, tab, photoFile(t, "a.jpg", 1600, 1200))
	resultIs(tab, "smaller")
	var before, after string
	tab.Eval(`document.querySelector("#result").textContent`, &before)
	tab.Eval(`(q => { q.value = 5; q.dispatchEvent(new Event("input", {bubbles: true})); })(document.querySelector("#quality"))`, nil)
	tab.Wait("other figures", fmt.Sprintf(`!["Making the full result", %q].includes(document.querySelector("#result").textContent)`, before))
	tab.Eval(`document.querySelector("#result").textContent`, &after)
	if percent(t, after) <= percent(t, before) {
		t.Errorf("at quality 85 %s, at 5 %s", before, after)
	}
}

// percent reads by how much a result is smaller than its file.
func percent(t *testing.T, words string) (percent int) {
	t.Helper()
	var w, h int
	var from, to float64
	var unit, unit2 string
	if _, err := fmt.Sscanf(words, "%d × %d px, %f %s → %f %s %d %% smaller", &w, &h, &from, &unit, &to, &unit2, &percent); err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return percent
}

// What the server says of a photo is shown, and the next one is not the worse for it.
func TestRefusedPhoto(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t, "FRAMEPOST_MAX_PIXELS=1500000"), "")
	tab.Allow("status of 413")
	tab.Allow("status of 422")
	opened(t, tab, photoFile(t, "large.jpg", 1600, 1200), photoFile(t, "small.jpg", 640, 480))
	resultIs(tab, "700 × 525 px") // which the server makes without all pixels of the file
	tab.Click("#full-size")
	resultIs(tab, "The server says: ")
	tab.Click("#strip li:nth-child(2) [data-do=show]")
	resultIs(tab, "640 × 480 px")
}

// All photos are saved in one zip, with different names, also if one fails.
func TestAllPhotosAreDownloaded(t *testing.T) {
	t.Parallel()
	tab := window(t)
	// The server has too much to do at first, and never likes pictures of a certain size.
	tab.Before(`{
		const send = fetch;
		let uploads = 0, now = 0;
		window.most = 0, window.early = 0, window.resume = 0;
		window.fetch = async (url, options) => {
			if (!(options?.body instanceof File)) return send(url, options);
			if (window.all && ++uploads === 2) {
				resume = performance.now() + 1000;
				return new Response("{}", {status: 503, headers: {"Retry-After": "1"}});
			}
			if (performance.now() < resume - 5) early++;
			if (window.all) most = Math.max(most, ++now);
			try {
				if (options.body.name === "bad.jpg") {
					return new Response(JSON.stringify({detail: "this one is not liked"}), {status: 422});
				}
				return await send(url, options);
			} finally {
				if (window.all) now--;
			}
		};
	}`)
	patient(tab)
	tab.Open(serve(t).Secure() + "/#source=test&preset=pop")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5 && document.querySelectorAll('#ops button').length > 10")
	save := tab.Downloads()
	same := photoFile(t, "a.jpg", 800, 600)
	opened(t, tab, same, photoFile(t, "a.jpg", 600, 800), photoFile(t, "bad.jpg", 500, 500), photoFile(t, "é.jpg", 400, 300))
	resultIs(tab, "smaller")
	tab.Eval("window.all = true", nil)
	tab.Click("#download-all")
	path := save(".zip")
	tab.Wait("the end", `document.querySelector("#photos-said").textContent.startsWith("3 of 4 saved in framepost-")`)
	tab.Wait("what failed", `document.querySelector("#failures").textContent === "bad.jpg: The server says: this one is not liked"`)
	var most, early int
	tab.Eval("most", &most)
	tab.Eval("early", &early)
	if most > 2 || early > 0 {
		t.Errorf("%d posts at a time, %d before the server wanted them", most, early)
	}

	data := readFile(t, path)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		picture, err := io.ReadAll(content) // it checks the CRC
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		decoded(t, picture)
	}
	if want := []string{"a-pop.jpg", "a-pop-2.jpg", "é-pop.jpg"}; !slices.Equal(names, want) {
		t.Errorf("the zip has %q, want %q", names, want)
	}
}

// One photo's download is cancelled, then all.
func TestDownloadsAreCancelled(t *testing.T) {
	t.Parallel()
	tab := window(t)
	tab.Before(`{
		const send = fetch;
		window.held = [];
		window.fetch = (url, options) => {
			if (!window.all || !(options?.body instanceof File)) return send(url, options);
			return new Promise((done, failed) => {
				held.push(() => done(send(url, {...options, signal: undefined})));
				options.signal.onabort = () => failed(options.signal.reason);
			});
		};
	}`)
	patient(tab)
	tab.Open(serve(t).Secure() + "/#source=test")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5 && document.querySelectorAll('#ops button').length > 10")
	save := tab.Downloads()
	opened(t, tab, photoFile(t, "a.jpg", 400, 300), photoFile(t, "b.jpg", 400, 300), photoFile(t, "c.jpg", 400, 300))
	resultIs(tab, "px")
	tab.Eval("window.all = true", nil)
	tab.Click("#download-all")
	tab.Wait("two posts", "held.length === 2")
	tab.Click(`[aria-label="Cancel b.jpg"]`)
	tab.Wait("the third", `held.length === 3 && document.querySelector("#photos-said").textContent === "1 of 3"`)
	tab.Eval("for (const go of held) go()", nil)
	path := save(".zip")
	tab.Wait("the end", `document.querySelector("#photos-said").textContent.startsWith("2 of 3 saved")`)
	data := readFile(t, path)
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil || len(archive.File) != 2 {
		t.Errorf("%v, %v", archive, err)
	}
	tab.Wait("all photos still there", `document.querySelectorAll('#strip [aria-label^="Remove"]').length === 3`)

	tab.Eval("held.length = 0", nil)
	tab.Click("#download-all")
	tab.Wait("two posts", `held.length === 2 && document.querySelector("#download-all").textContent === "Cancel all"`)
	tab.Click("#download-all")
	tab.Wait("the end", `document.querySelector("#photos-said").textContent === "Nothing was saved" && document.querySelector("#batch").hidden`)
	tab.Wait("all photos still there", `document.querySelectorAll('#strip [aria-label^="Remove"]').length === 3`)
}

// In Compare both pictures are magnified together, and moved by keys and by dragging.
func TestCompareZooms(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	opened(t, tab, photoFile(t, "a.jpg", 1600, 1200))
	tab.Click("input[name=view][value=divider]")
	together := func(what, zoom, left string) {
		t.Helper()
		tab.Wait(what, `(() => {
			const a = document.querySelector("#camera").getBoundingClientRect(), b = document.querySelector("#output").getBoundingClientRect();
			const view = document.querySelector(".answer .view").getBoundingClientRect(), near = (m, n) => Math.abs(m - n) < 2;
			const clip = parseFloat(getComputedStyle(document.querySelector("#output")).clipPath.split(" ")[3]) / 100;
			return near(a.x, b.x) && near(a.y, b.y) && near(a.width, b.width) && near(a.height, b.height)
				&& near(b.width, view.width * `+zoom+`) && near(b.left - view.left, view.width * `+left+`)
				&& near(b.left + clip * b.width, view.left + view.width / 2);
		})()`)
	}
	together("the whole", "1", "0")
	tab.Click("#closer")
	together("the middle, larger", "1.5", "-0.25")
	tab.Eval(`document.querySelector("#divider").focus()`, nil)
	tab.Key(kb.ArrowRight, input.ModifierShift)
	together("a step to the right", "1.5", "-0.35")
	tab.Eval(`{
		const view = document.querySelector(".answer .view"), box = view.getBoundingClientRect();
		const point = (type, x) => document.querySelector("#output").dispatchEvent(new PointerEvent(type,
			{pointerId: 1, bubbles: true, clientX: box.left + x * box.width, clientY: box.top + 10}));
		view.setPointerCapture = () => {};
		point("pointerdown", 0.8);
		point("pointermove", 0.9);
		point("pointerup", 0.9);
		point("pointermove", 0.1);
	}`, nil)
	together("it dragged back", "1.5", "-0.25")
	tab.Screenshot(out(t, "compare-zoom.png"))
	tab.Click("#farther")
	together("the whole", "1", "0")
	tab.Click("input[name=view][value=side]")
	tab.Wait("no loupe", `document.querySelector("#loupe").hidden`)
}
