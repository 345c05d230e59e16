package e2e

import (
	"path/filepath"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
)

// filed makes a picture the source.
func filed(t *testing.T, tab *browser.Tab) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "picture.png")
	writeFile(t, path, greyPNG(t))
	tab.Files("#file", path)
	tab.Wait("the picture", `document.querySelector("#camera").videoWidth === 320`)
}

func pressed(tab *browser.Tab, on string) {
	tab.Wait("the switch", `document.querySelector("#mirror").ariaPressed === "`+on+`"`)
}

// Who faces a camera sees himself as in a mirror, and what a file has written in it is readable.
func TestMirrorFollowsTheSource(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure())
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	sends(tab, wire.DefaultChain)
	pressed(tab, "true")

	filed(t, tab)
	sends(tab, "resize:700")
	pressed(tab, "false")
	tab.Wait("the steps without it", `[...document.querySelectorAll("#steps .name b")].map(b => b.textContent).join() === "resize"`)
	tab.Wait("nothing to undo", `document.querySelector("#undo").disabled`)
	tab.Wait("its preset", `document.querySelector("[data-preset=classic]").ariaPressed === "true"`)
	tab.Click("[data-preset=pop]")
	sends(tab, "resize:700,saturation:120,contrast:25,posterize:4")
	tab.Wait("the preset", `document.querySelector("[data-preset=pop]").ariaPressed === "true"`)
	tab.Wait("a command and a link that say the same", `document.querySelector("#curl").textContent.includes("ops=resize:700,saturation:120,contrast:25,posterize:4&")
		&& location.hash === "#ops=resize:700,saturation:120,contrast:25,posterize:4"`)
	tab.Click("#undo")
	sends(tab, "resize:700")
	tab.Click("#redo")

	tab.Click("input[name=source][value=card]")
	sends(tab, "resize:700,mirror,saturation:120,contrast:25,posterize:4")
	pressed(tab, "true")
	tab.Wait("the link to the preset", `location.hash === "#preset=pop&source=test"`)
	filed(t, tab)
	sends(tab, "resize:700,saturation:120,contrast:25,posterize:4")

	// The choice for files is kept, over a reload and over other sources.
	tab.Click("#mirror")
	sends(tab, "resize:700,mirror,saturation:120,contrast:25,posterize:4")
	tab.Click("input[name=source][value=card]")
	tab.Wait("the card", `document.querySelector("#camera").videoWidth === 640`)
	tab.Click("#mirror")
	sends(tab, "resize:700,saturation:120,contrast:25,posterize:4")
	tab.Open(server.Secure())
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	sends(tab, wire.DefaultChain) // of the camera
	tab.Click("input[name=source][value=card]")
	sends(tab, "resize:700")
	filed(t, tab)
	sends(tab, wire.DefaultChain)
	flows(tab)
}

// A camera that faces away shows what others see, and a screen has text on it.
func TestMirrorByTheKindOfSource(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Before(`const settings = MediaStreamTrack.prototype.getSettings;
		window.facing = "environment";
		MediaStreamTrack.prototype.getSettings = function () { return {...settings.call(this), facingMode: facing}; };
		MediaDevices.prototype.getDisplayMedia = function () { return this.getUserMedia({video: true}); };`)
	tab.Open(server.Secure())
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	sends(tab, "resize:700")
	tab.Click("#mirror")
	sends(tab, wire.DefaultChain)
	tab.Click("input[name=source][value=screen]")
	sends(tab, "resize:700")
	tab.Click("input[name=source][value=camera]")
	sends(tab, wire.DefaultChain) // as it was left
	tab.Click("#mirror")
	sends(tab, "resize:700")
	tab.Eval(`facing = "user"`, nil)
	tab.Click("input[name=source][value=screen]")
	tab.Click("input[name=source][value=camera]")
	sends(tab, wire.DefaultChain)
}

// What the viewer or the author of a link has written about mirroring stays as it is.
func TestMirrorOfOnesOwnStays(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := card(t, server, "&ops=text:a,mirror")
	pressed(tab, "true")
	filed(t, tab)
	sends(tab, "text:a,mirror")
	tab.Click("#mirror")
	sends(tab, "text:a")
	tab.Click("#undo")
	sends(tab, "text:a,mirror")
	tab.Click("input[name=source][value=card]")
	tab.Wait("the card", `document.querySelector("#camera").videoWidth === 640`)
	tab.Click(step(1, "bypass"))
	sends(tab, "text:a")
	pressed(tab, "false")
	filed(t, tab)
	sends(tab, "text:a")
	tab.Click("#mirror")
	sends(tab, "text:a,mirror") // as it was, not another one
}

// After a reload the address has the chain as it was shown, which the next source need not like.
func TestMirrorAfterAReload(t *testing.T) {
	t.Parallel()
	tab := live(t, serve(t))
	filed(t, tab)
	sends(tab, "resize:700")
	tab.Wait("the address", `location.hash === "#ops=resize:700"`)
	tab.Eval("location.reload()", nil)
	tab.Wait("the camera", `window.framepost?.stats?.().shown > 5 && document.querySelector("#camera").videoWidth === 640`)
	sends(tab, wire.DefaultChain)
}
