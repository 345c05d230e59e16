package e2e

import (
	"testing"
	"time"

	"framepost/e2e/browser"
)

// recorder keeps every picture that the page sends, and defines faces, which returns how many of
// them have a face that the server finds.
const recorder = `{
	const send = fetch;
	window.pictures = [];
	window.fetch = (url, options) => {
		if (options?.body instanceof Blob) pictures.push(options.body);
		return send(url, options);
	};
	window.faces = async (pictures) => {
		let found = 0;
		for (const body of pictures) {
			const answer = await send("/v1/frame?ops=faces:pixelate", {method: "POST", body});
			if (!answer.ok) throw new Error("the server answers " + answer.status);
			found += Boolean(answer.headers.get("Frame-Faces"));
		}
		return found;
	};
}`

func masked(t *testing.T, before ...string) *browser.Tab {
	t.Helper()
	server := serve(t)
	tab := window(t)
	patient(tab)
	for _, script := range append(before, recorder) {
		tab.Before(script)
	}
	tab.Open(server.Secure() + "/#source=test&ops=faces:pixelate,local:,resize:700")
	return tab
}

// A face that is hidden before the mark never leaves the page.
func TestNoFaceLeavesThePage(t *testing.T) {
	t.Parallel()
	tab := masked(t)
	tab.Wait("frames", "pictures.length > 60 && framepost.stats().shown > 50")
	tab.Wait("word of it", `document.querySelector("#status").textContent.includes("masked before it is sent")`)
	shoot(t, tab, "masked")
	var found, sent int
	tab.Eval("pictures.length", &sent)
	if tab.Eval("faces(pictures)", &found); found > 0 {
		t.Errorf("%d of %d pictures that were sent have a face", found, sent)
	}
	t.Logf("%d of %d pictures that were sent have a face", found, sent)

	tab.Eval("pictures.length = 0", nil)
	tab.Type("#chain", "resize:700")
	tab.Wait("the picture as it is", `framepost.stats().chain === "resize:700" && pictures.length > 5`)
	if tab.Eval("faces(pictures.slice(-3))", &found); found == 0 {
		t.Error("the server finds no face in the picture itself either")
	}
}

// If a picture cannot be masked, nothing is sent, and the page says so.
func TestWhatCannotBeMaskedIsNotSent(t *testing.T) {
	t.Parallel()
	tab := masked(t, `{
		const Known = Worker;
		window.Worker = class extends Known {
			constructor(url, options) { super(String(url).replace("local.js", "blocked.js"), options); }
		};
	}`)
	tab.Allow("blocked.js")
	tab.Allow("status of 404")
	complains(t, tab, "masked", "nothing is sent")
	time.Sleep(3 * time.Second) // for anything that might be sent after all
	shoot(t, tab, "not-masked")
	var sent int
	if tab.Eval("pictures.length", &sent); sent > 0 {
		t.Errorf("%d pictures were sent", sent)
	}
	tab.Type("#chain", "resize:700")
	tab.Wait("frames without the mask", "framepost.stats().shown > 5")
	tab.Wait("no message", `document.querySelector("#message").hidden`)
}
