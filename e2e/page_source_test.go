package e2e

import (
	"fmt"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
)

// switched waits for the source of that kind, with frames of that width and answers to them,
// while the stream continues. Until then, answers to the previous source may still arrive, and
// as they change the shape of the picture, the page moves under the next click.
func switched(t *testing.T, tab *browser.Tab, what string, width int) {
	t.Helper()
	tab.Wait(what, fmt.Sprintf(`document.querySelector("#camera").videoWidth === %d`, width))
	tab.Wait("its name", fmt.Sprintf(`document.querySelector("#camera-title").textContent === %q`, what))
	tab.Wait("answers of its shape", `(({videoWidth, videoHeight}, {width, height}) => Math.abs(width / height * videoHeight / videoWidth - 1) < 0.03)(
		document.querySelector("#camera"), document.querySelector("#output"))`)
	flows(tab)
	var stops int
	if tab.Eval("stops", &stops); stops > 0 {
		t.Errorf("the stream stopped on the way to %s", what)
	}
}

func TestSourcesSwitchWhileStreaming(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	// There is no user to choose a screen.
	tab.Before(`navigator.mediaDevices.getDisplayMedia = async () => {
		const screen = document.createElement("canvas");
		screen.width = 800;
		const ink = screen.getContext("2d");
		let n = 0;
		setInterval(() => { ink.fillStyle = n++ % 2 ? "#123" : "#fed"; ink.fillRect(0, 0, 800, 150); }, 30);
		return screen.captureStream();
	}`)
	patient(tab)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Eval(`window.stops = 0; setInterval(() => { stops += !["live", "reconnecting"].includes(framepost.stats().state); }, 20)`, nil)

	tab.Click("input[name=source][value=screen]")
	switched(t, tab, "Screen", 800)
	tab.Click("input[name=source][value=card]")
	switched(t, tab, "Demo picture", 640)
	tab.Eval(`(async () => {
		const picture = new OffscreenCanvas(2000, 1000);
		picture.getContext("2d").fillRect(0, 0, 100, 100);
		const files = new DataTransfer();
		files.items.add(new File([await picture.convertToBlob()], "picture.png", {type: "image/png"}));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
	})()`, nil)
	switched(t, tab, "File", 1280) // the largest width of a file
	tab.Eval("stops = 0", nil)
	tab.Click("input[name=source][value=camera]")
	switched(t, tab, "Camera", film.Width)
	tab.Wait("the camera's name in the list", `document.querySelector("#device").options.length === 2 && document.querySelector("#device").options[1].label`)
	tab.Eval(`(s => { s.selectedIndex = 1; s.dispatchEvent(new Event("change")); })(document.querySelector("#device"))`, nil)
	switched(t, tab, "Camera", film.Width)
}

// videoFile records two seconds of a page and makes that file the page's source.
func videoFile(t *testing.T) *browser.Tab {
	t.Helper()
	// With this chain the recording has full size, however slow the machine is: the page shrinks
	// only chains that begin with a resize.
	tab := card(t, serve(t), "&ops=mirror")
	tab.Wait("the whole size", `document.querySelector("#output").width === 640`)
	save := tab.Downloads()
	tab.Click("#record")
	tab.Wait("two seconds of a recording", `parseInt(document.querySelector("#record").textContent.replace(/\D/g, "")) >= 2`)
	tab.Click("#record")
	tab.Files("#file", save(".webm"))
	tab.Wait("the file", `document.querySelector("#camera-title").textContent === "File" && document.querySelector("#camera").videoWidth === 640`)
	return tab
}

func TestVideoFileIsASource(t *testing.T) {
	t.Parallel()
	flows(videoFile(t))
}

func TestAFileThatIsNoPicture(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	path := t.TempDir() + "/picture.jpg"
	writeFile(t, path, []byte("no picture"))
	tab.Files("#file", path)
	complains(t, tab, "cannot be shown", "choose another")
	tab.Wait("the source as it was", `document.querySelector("#camera-title").textContent === "Demo picture"`)
	flows(tab)
}

// One server is the network camera of another.
func TestNetworkCameraIsASource(t *testing.T) {
	t.Parallel()
	camera := serve(t)
	film := camera.URL() + wire.PathStream + "?fps=20&ops=resize:"
	tab := card(t, serve(t, "FRAMEPOST_CAMERAS=front="+film+"400,back="+film+"320"), "")
	tab.Eval("window.stops = 0", nil)
	tab.Click("input[name=source][value=network]")
	switched(t, tab, "Network camera", 400)
	tab.Eval(`(s => { s.selectedIndex = 1; s.dispatchEvent(new Event("change")); })(document.querySelector("#network-camera"))`, nil)
	switched(t, tab, "Network camera", 320)
	tab.Wait("a picture that moves", `(seen => {
		const brush = new OffscreenCanvas(320, 240).getContext("2d");
		brush.drawImage(document.querySelector("#camera"), 0, 0);
		seen.add(brush.getImageData(0, 160, 320, 30).data.join());
		return seen.size > 3;
	})(window.seen ??= new Set())`)
	tab.Click("input[name=source][value=card]")
	switched(t, tab, "Demo picture", 640)
}
