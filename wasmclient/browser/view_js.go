package browser

import (
	"syscall/js"

	"framepost/wasmclient/look"
)

// view is how source and answer are shown: side by side, the answer alone, or one over
// the other with a divider; fitted or pixel by pixel; on the whole screen, or over the
// other windows.
type view struct {
	stage, actual, full, float js.Value
	floating                   js.Value // the <video> of the answer while it floats
	onLeft                     js.Func

	before string // the view before comparing
}

// Views, as the page's form names them.
const (
	viewSide    = "side"
	viewDivider = "divider"
)

func newView(said func(Message)) *view {
	v := &view{stage: byID("stage"), actual: byID("actual"), full: byID("full"), float: byID("float"), before: viewSide}
	on(byID("views"), "change", func(js.Value) { v.set(chosen("view")) })
	divider := byID("divider")
	on(divider, "input", func(js.Value) { v.stage.Get("style").Call("setProperty", "--cut", value(divider)+"%") })
	on(v.actual, "click", func(js.Value) { hold(v.actual, v.stage.Call("toggleAttribute", "data-actual").Bool()) })

	v.onLeft = callback(func(event js.Value) { v.left(event.Get("target")) })
	v.full.Set("hidden", !document.Get("fullscreenEnabled").Truthy())
	on(v.full, "click", func(js.Value) { v.fullScreen() })
	v.float.Set("hidden", !document.Get("pictureInPictureEnabled").Truthy())
	on(v.float, "click", func(js.Value) { v.toggleFloat(said) })
	return v
}

func (v *view) set(kind string) {
	v.stage.Get("dataset").Set("view", kind)
	choose("view", kind)
}

// compare switches to the divider, and back to the view before it.
func (v *view) compare() {
	if now := chosen("view"); now != viewDivider {
		v.before = now
		v.set(viewDivider)
		return
	}
	v.set(v.before)
}

// flip mirrors the source under the divider if the chain does, so that both halves show
// the same place.
func (v *view) flip(steps []look.Step) {
	mirrored := false
	for _, s := range steps {
		if s.Name == "mirror" && !s.Off {
			mirrored = !mirrored
		}
	}
	v.stage.Call("toggleAttribute", "data-flip", mirrored)
}

func (v *view) fullScreen() {
	if v.full.Get("hidden").Bool() {
		return
	}
	if document.Get("fullscreenElement").Truthy() {
		document.Call("exitFullscreen")
		return
	}
	settled(v.stage.Call("requestFullscreen"), func(js.Value) {}, func(js.Value) {}) // refused: it stays as it is
}

// toggleFloat shows the answer in a window over all others. Only videos can do that, so
// one is made of the canvas for as long as it takes.
func (v *view) toggleFloat(said func(Message)) {
	if v.floating.Truthy() {
		document.Call("exitPictureInPicture")
		return
	}
	video := element("video")
	video.Set("muted", true)
	video.Set("srcObject", byID("output").Call("captureStream"))
	v.floating = video
	failed := func(js.Value) {
		v.left(video)
		said(Message{Title: "The picture cannot float", Text: "The browser does not allow it now. Start the stream first and try again."})
	}
	video.Call("addEventListener", "leavepictureinpicture", v.onLeft)
	settled(video.Call("play"), func(js.Value) {
		settled(video.Call("requestPictureInPicture"), func(js.Value) { hold(v.float, true) }, failed)
	}, failed)
}

// left is when the answer floats no more.
func (v *view) left(video js.Value) {
	if video.Equal(v.floating) {
		stopTracks(video.Get("srcObject"))
		v.floating = js.Undefined()
		hold(v.float, false)
	}
}
