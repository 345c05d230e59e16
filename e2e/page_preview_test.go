package e2e

import (
	"fmt"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// previews makes the page record its requests for previews, which are the only ones with low
// priority, and refuse them if the test says so. The requests of one round have the same
// picture.
const previews = `{
	const ask = fetch;
	let round = 0, picture;
	window.previews = [];
	window.fetch = (url, options) => {
		if (options?.priority !== "low") return ask(url, options);
		if (options.body !== picture) round++;
		picture = options.body;
		previews.push({at: performance.now(), round, bytes: options.body.size});
		return window.refuse ? Promise.resolve(new Response("", {status: 503})) : ask(url, options);
	};
}`

// colour returns how far the most colourful pixel of a preset's preview is from grey.
func colour(tab *browser.Tab, preset string) (chroma int) {
	picture := fmt.Sprintf(`document.querySelector("[data-preset=%s] canvas")`, preset)
	tab.Eval(fmt.Sprintf(`document.querySelector("[data-preset=%s]").scrollIntoView({block: "center", inline: "center"})`, preset), nil)
	tab.Wait("the picture of "+preset, picture)
	tab.Eval(fmt.Sprintf(`((picture) => {
		const pad = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
		pad.drawImage(picture, 0, 0);
		const {data} = pad.getImageData(0, 0, picture.width, picture.height);
		let most = 0;
		for (let i = 0; i < data.length; i += 4) most = Math.max(most, Math.abs(data[i] - data[i + 1]), Math.abs(data[i + 2] - data[i + 1]));
		return most;
	})(%s)`, picture), &chroma)
	return chroma
}

func TestPresetsShowTheViewersOwnPicture(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(700, 420, 1, false)
	quick(tab)
	tab.Before(previews)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames as good as they can be", `framepost.stats().sentQuality === 85 && document.querySelector("#presets button")`)
	var out int
	tab.Eval(`scrollTo(0, 0); previews.length`, &out)
	if out > 0 {
		t.Errorf("%d pictures for chips that are out of sight", out)
	}
	classic, noir := colour(tab, "classic"), colour(tab, "noir")
	if classic < 100 || noir > 12 {
		t.Errorf("Classic has a chroma of %d, Noir of %d", classic, noir)
	}
	tab.Wait("a chip that is still called as its preset", `(chip => chip.innerText.trim() === "Noir" && chip.firstChild.ariaHidden === "true")(document.querySelector("[data-preset=noir]"))`)
	var asked []struct{ At, Round, Bytes float64 }
	tab.Eval("previews", &asked)
	for i, a := range asked {
		// The first request of a round had to wait for its picture.
		if i > 1 && a.Round == asked[i-2].Round && a.At-asked[i-1].At < 800 {
			t.Errorf("two pictures within %.0f ms", a.At-asked[i-1].At)
		}
		if a.Bytes > 15_000 {
			t.Errorf("a question of %.0f bytes", a.Bytes)
		}
	}
}

// Previews are not urgent, so the page requests them only while the stream sends frames, and
// never for a viewer who saves data.
func TestPreviewsRestWithTheStream(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(1280, 1200, 1, false)
	quick(tab)
	tab.Before(previews)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("the first of them", "previews.length > 1")
	// A request that was decided before, and had to wait for its picture, may still come.
	rest := func(what, when string) {
		t.Helper()
		tab.Wait(what, when)
		tab.Eval("previews.length = 0", nil)
		time.Sleep(2500 * time.Millisecond)
		var asked int
		if tab.Eval("previews.length", &asked); asked > 1 {
			t.Errorf("%s, and %d pictures were asked for in 2.5 s", what, asked)
		}
	}
	tab.Hide()
	rest("the page hidden", `framepost.stats().state === "paused"`)
	tab.Show()
	tab.Wait("two more", "previews.length > 2")
	tab.Click("#start")
	rest("the stream stopped", `framepost.stats().state === "stopped"`)

	path := t.TempDir() + "/grey.png"
	writeFile(t, path, greyPNG(t))
	tab.Files("#file", path)
	tab.Wait("those of a still picture", "framepost.stats().still && previews.length > 2")

	refused := window(t)
	refused.Viewport(1280, 1200, 1, false)
	quick(refused)
	refused.Before(previews + "window.refuse = true;")
	refused.Open(server.Secure() + "/#source=test")
	refused.Wait("the first of them", "previews.length > 0")
	time.Sleep(1500 * time.Millisecond)
	refused.Wait("no other, as the server has no time", "previews.length === 1")

	saver := window(t)
	quick(saver)
	saver.Before(previews + `Object.defineProperty(navigator, "connection", {value: {saveData: true}});`)
	saver.Open(server.Secure() + "/#source=test")
	saver.Wait("frames as good as they can be", "framepost.stats().sentQuality === 85")
	time.Sleep(1500 * time.Millisecond)
	saver.Wait("none for who saves data", "previews.length === 0")
}

// The list of operations shows what each one does, of those in sight while it is open.
func TestOperationsShowWhatTheyDo(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(1280, 900, 1, false)
	quick(tab)
	tab.Before(`{
		const ask = fetch;
		let busy = 0;
		window.ops = [];
		window.most = 0;
		window.fetch = async (url, options) => {
			const op = options?.priority === "low" && new URL(url, location).searchParams.get("ops");
			if (!op || /[:,]/.test(op)) return ask(url, options);
			ops.push({op, bytes: options.body.size, open: document.querySelector("#add").open});
			most = Math.max(most, ++busy);
			if (window.refuse) { busy--; return new Response("", {status: 503}); }
			const answer = await ask(url, options);
			busy--;
			return answer;
		};
	}`)
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("frames as good as they can be", `framepost.stats().sentQuality === 85 && document.querySelector("#ops button")`)
	var early int
	tab.Eval(`ops.length`, &early)
	tab.Eval(`document.querySelector("#add").open = true; document.querySelector("#ops").scrollIntoView({block: "end"})`, nil)
	tab.Wait("the pictures in sight", `document.querySelectorAll("#ops canvas").length > 3`)
	tab.Type("#search", "black and white")
	tab.Wait("the picture of one that is found", `document.querySelector("#ops [data-op=gray]:not([hidden]) canvas")`)
	tab.Wait("what Enter adds", `document.querySelector("#ops [data-best]").dataset.op === "gray"`)
	var chroma int
	tab.Eval(`((picture) => {
		const pad = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
		pad.drawImage(picture, 0, 0);
		const {data} = pad.getImageData(0, 0, picture.width, picture.height);
		let most = 0;
		for (let i = 0; i < data.length; i += 4) most = Math.max(most, Math.abs(data[i] - data[i + 1]), Math.abs(data[i + 2] - data[i + 1]));
		return most;
	})(document.querySelector("#ops [data-op=gray] canvas"))`, &chroma)
	if chroma > 12 {
		t.Errorf("the picture of gray has a chroma of %d", chroma)
	}
	shoot(t, tab, "operations")
	tab.Type("#search", "local")
	tab.Wait("the mark, which the server would refuse", `document.querySelector("#ops [data-op=local]:not([hidden])")`)
	tab.Wait("some turns", `(window.since ??= performance.now()) + 1000 < performance.now()`)
	var asked []struct {
		Op    string
		Bytes int
		Open  bool
	}
	tab.Eval(`ops`, &asked)
	for _, a := range asked {
		if !a.Open || a.Bytes > 5000 || a.Op == "local" {
			t.Errorf("asked for %+v", a)
		}
	}
	var most int
	if tab.Eval(`most`, &most); early > 0 || most > 2 || len(asked) > 40 {
		t.Errorf("%d requests before the list was open, %d at a time, %d in all", early, most, len(asked))
	}

	tab.Eval(`window.refuse = true; ops.length = 0; document.querySelector("#add").open = false`, nil)
	tab.Eval(`document.querySelector("#search").value = ""; document.querySelector("#search").dispatchEvent(new Event("input"))`, nil)
	tab.Eval(`document.querySelector("#add").open = true`, nil)
	tab.Wait("one refused", `ops.length > 0`)
	time.Sleep(1500 * time.Millisecond)
	tab.Wait("no other, as the server has no time", "ops.length === 1")
}
