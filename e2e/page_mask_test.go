package e2e

import (
	"fmt"
	"os"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/e2e/browser"
	"framepost/e2e/camera"
)

// recorder keeps every picture that the page sends, and defines faces, which returns how many of
// them have a face that the server finds, and keeps one of those as seen. The bodies that are no
// pictures are counted in others.
const recorder = `{
	const send = fetch;
	window.pictures = [];
	window.others = 0;
	window.fetch = (url, options) => {
		if (options?.body instanceof Blob) pictures.push(options.body);
		else if (options?.body) others++;
		return send(url, options);
	};
	for (const [object, name] of [[navigator, "sendBeacon"], [XMLHttpRequest.prototype, "send"], [WebSocket.prototype, "send"]]) {
		const known = object[name];
		object[name] = function () { others++; return known.apply(this, arguments); };
	}
	window.faces = async (pictures) => {
		let found = 0;
		for (const body of pictures) {
			const answer = await send("/v1/frame?ops=faces:pixelate", {method: "POST", body});
			if (!answer.ok) throw new Error("the server answers " + answer.status);
			if (!answer.headers.get("Frame-Faces")) continue;
			found++;
			window.seen = body;
		}
		return found;
	};
}`

// blocked has what keeps the page from masking.
var blocked = map[string]string{
	"no worker": `{
		const Known = Worker;
		window.Worker = class extends Known {
			constructor(url, options) { super(String(url).replace("local.js", "blocked.js"), options); }
		};
	}`,
	"no module": `{
		const post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (message, ...rest) {
			if (message[1]?.wasm) message[1].wasm = message[1].wasm.replace("local.wasm", "blocked.wasm");
			return post.call(this, message, ...rest);
		};
	}`,
}

// openMasked opens the page with a chain that masks faces before the upload.
func openMasked(tab either, address, source string) {
	patient(tab)
	tab.Before(recorder)
	tab.Open(address + "/#" + source + "ops=faces:pixelate,local:,resize:700")
}

// A face that is hidden before the mark never leaves the page.
func TestNoFaceLeavesThePage(t *testing.T) {
	t.Parallel()
	tab := window(t)
	openMasked(tab, serve(t).Secure(), "source=test&")
	tab.Wait("frames", "pictures.length > 60 && framepost.stats().shown > 50")
	tab.Wait("word of it", `document.querySelector("#status").textContent.includes("sent only after faces:pixelate")`)
	tab.Wait("the closed lock", `document.querySelector(".lock").checkVisibility()`)
	shoot(t, tab, "masked")
	var found, sent int
	tab.Eval("pictures.length", &sent)
	if tab.Eval("faces(pictures)", &found); found > 0 {
		t.Errorf("%d of %d pictures that were sent have a face", found, sent)
	}
	t.Logf("%d of %d pictures that were sent have a face", found, sent)

	tab.Eval("pictures.length = 0", nil)
	tab.Type("#chain", "resize:700")
	tab.Wait("the picture as it is, and no lock", `framepost.stats().chain === "resize:700" && pictures.length > 5
		&& !document.querySelector(".lock").checkVisibility()`)
	if tab.Eval("faces(pictures.slice(-3))", &found); found == 0 {
		t.Error("the server finds no face in the picture itself either")
	}
}

// passing is a film in which somebody crosses the picture three times, nearer each time.
func passing(t *testing.T) camera.Film {
	t.Helper()
	return camera.Film{Width: 640, Height: 480, FPS: 30, Frames: 300, Passer: filtertest.Portrait(t)}
}

// Of 300 pictures of somebody who crosses the picture, none leaves the page with a face.
func TestNoMovingFaceLeavesThePage(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := filmed(t, server, passing(t))
	tab.Camera(server.Secure(), browser.Granted)
	openMasked(tab, server.Secure(), "")
	tab.Wait("the first frames", "pictures.length >= 50")
	shoot(t, tab, "masked-passer")
	noFaceIn300(t, tab)
}

// noFaceIn300 fails the test if one of 300 pictures that leave the page has a face, or if there is none
// in the film itself.
func noFaceIn300(t *testing.T, tab either) {
	t.Helper()
	tab.Click("#process input[value=server]")        // otherwise the page keeps frames for itself while the machine is busy
	tab.Wait("200 frames", "pictures.length >= 200") // one wait ends before a slow machine has all
	tab.Wait("300 frames", "pictures.length >= 300")
	var found, sent, others int
	tab.Eval("(window.masked = pictures.slice()).length", &sent)
	if tab.Eval("faces(masked)", &found); found > 0 {
		t.Errorf("%d of %d pictures that were sent have a face", found, sent)
		var file []byte // encoding/json reads base64
		tab.Eval(`new Promise((resolve) => {
			const reader = new FileReader();
			reader.onload = () => resolve(reader.result.split(",")[1]);
			reader.readAsDataURL(seen);
		})`, &file)
		if err := os.WriteFile(out(t, "face.jpg"), file, 0o644); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d of %d pictures that were sent have a face", found, sent)
	if tab.Eval("others", &others); others > 0 {
		t.Errorf("%d bodies that are no pictures were sent", others)
	}

	tab.Eval("pictures.length = 0", nil)
	tab.Type("#chain", "resize:700")
	tab.Wait("the film as it is", `framepost.stats().chain === "resize:700" && pictures.length > 100`)
	tab.Eval("(window.plain = pictures.slice(10)).length", &sent)
	if tab.Eval("faces(plain)", &found); found == 0 {
		t.Error("the server finds no face in the film itself either")
	}
	t.Logf("%d of %d pictures of the film as it is have a face", found, sent)
}

// If a picture cannot be masked, nothing is sent, and the page says so.
func TestWhatCannotBeMaskedIsNotSent(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, script := range blocked {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := window(t)
			tab.Before(script)
			openMasked(tab, server.Secure(), "source=test&")
			nothingIsSent(t, tab)
			shoot(t, tab, "not-masked")
			sentWithoutMask(tab)
		})
	}
}

// nothingIsSent fails the test unless the page sends nothing and says why.
func nothingIsSent(t *testing.T, tab either) {
	t.Helper()
	tab.Allow("blocked")
	tab.Allow("status of 404")
	complains(t, tab, "masked", "nothing is sent")
	time.Sleep(3 * time.Second) // for anything that might be sent after all
	var sent int
	if tab.Eval("pictures.length + others", &sent); sent > 0 {
		t.Errorf("%d pictures were sent", sent)
	}
}

// sentWithoutMask fails the test unless a chain without a mask is sent again.
func sentWithoutMask(tab either) {
	tab.Type("#chain", "resize:700")
	tab.Wait("frames without the mask", "framepost.stats().shown > 5")
	tab.Wait("no message", `document.querySelector("#message").hidden`)
}

// A worker that is lost while it masks a frame is replaced, and the stream goes on.
func TestAMaskSurvivesItsWorker(t *testing.T) {
	t.Parallel()
	tab := window(t)
	tab.Before(`{
		const Known = Worker;
		window.Worker = class extends Known {
			postMessage(message, moves) {
				if (!window.lose || !(message[1] instanceof VideoFrame) || moves.length < 2) return super.postMessage(message, moves);
				window.lose = false;
				message[1].close();
				setTimeout(() => this.dispatchEvent(new ErrorEvent("error")));
			}
		};
	}`)
	openMasked(tab, serve(t).Secure(), "source=test&")
	tab.Wait("frames", "framepost.stats().shown > 5")
	tab.Eval("window.lose = true", nil)
	complains(t, tab, "masked", "nothing is sent")
	var sent, found int
	tab.Eval("pictures.length", &sent)
	tab.Wait("frames that are sent again", fmt.Sprintf("pictures.length > %d", sent+5))
	if tab.Eval("faces(pictures)", &found); found > 0 {
		t.Errorf("%d pictures that were sent have a face", found)
	}
}

// A mask whose mark is misspelt is no mask, but whoever wrote it wants one: nothing is sent, whether it
// comes by a link or is typed.
func TestAMisspeltMaskSendsNothing(t *testing.T) {
	t.Parallel()
	tab := window(t)
	patient(tab)
	tab.Before(recorder)
	tab.Open(serve(t).Secure() + "/#source=test&ops=faces:pixelate,loca:,resize:700")
	nothingIsSent(t, tab)
	tab.Wait("the closed lock", `document.querySelector(".lock").checkVisibility()`)
	tab.Wait("what was meant", `document.querySelector("#message").innerText.includes("Did you mean local?")`)

	tab.Type("#chain", "faces:pixelate,local:,resize:700")
	tab.Wait("masked frames", "pictures.length > 5")
	tab.Type("#chain", "faces:pixelate,locall:,resize:700")
	complains(t, tab, "masked", "nothing is sent")
	var found int
	if tab.Eval("faces(pictures)", &found); found > 0 {
		t.Errorf("%d pictures that were sent have a face", found)
	}
}
