package browser

import (
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// view controls how source and answer are shown: side by side, the answer alone, or one over
// the other with a divider; fitted or pixel by pixel; in the page, on the whole screen, or in a
// floating window.
type view struct {
	stage, actual, full, float js.Value
	floating                   js.Value // the <video> in the floating window
	onFloatEnded               js.Func
	floats                     func() // called when the floating window opens or closes

	loupe         *loupe
	kind          string // the chosen view
	beforeCompare string // the view that compare returns to

	headers       js.Value // of the answer that is shown
	width, height int      // of that, in px
	affine        string   // how the source is aligned with it, see wire.HeaderFrameAffine, or
	apart         bool     // it can't be, and Compare shows the two side by side
	ratio         float64  // of width to height, as affine needs it
}

// Views, by their names in the page's form.
const (
	viewSide    = "side"
	viewAnswer  = "answer"
	viewDivider = "divider"
)

func newView(failed func(Message), floats func()) *view {
	v := &view{stage: byID("stage"), actual: byID("actual"), full: byID("full"), float: byID("float"), kind: viewSide, beforeCompare: viewSide, floats: floats}
	v.loupe = newLoupe(v.stage)
	on(byID("views"), "change", func(js.Value) { v.set(chosen("view")) })
	if was := recall("view"); was == viewAnswer || was == viewDivider {
		v.set(was)
	}
	divider := byID("divider")
	on(divider, "input", func(js.Value) { v.stage.Get("style").Call("setProperty", "--cut", value(divider)+"%") })
	on(v.actual, "click", func(js.Value) { setPressed(v.actual, v.stage.Call("toggleAttribute", "data-actual").Bool()) })

	v.onFloatEnded = callback(func(event js.Value) { v.floatEnded(event.Get("target")) })
	v.full.Set("hidden", !document.Get("fullscreenEnabled").Truthy())
	onClick("full", v.toggleFull)
	v.float.Set("hidden", !document.Get("pictureInPictureEnabled").Truthy())
	on(v.float, "click", func(js.Value) { v.toggleFloat(failed) })
	return v
}

func (v *view) set(kind string) {
	v.kind = kind
	v.align()
	v.show()
	choose("view", kind)
	remember("view", kind)
}

func (v *view) show() {
	kind := v.kind
	if kind == viewDivider && v.apart {
		kind = viewSide
	}
	byID("apart").Set("hidden", kind == v.kind)
	v.stage.Get("dataset").Set("view", kind)
	v.loupe.tools.Set("hidden", kind != viewDivider)
	v.actual.Set("disabled", kind == viewDivider) // in which both pictures have one size
}

// compare switches to the divider, or back to the view before it.
func (v *view) compare() {
	if v.kind != viewDivider {
		v.beforeCompare = v.kind
		v.set(viewDivider)
		return
	}
	v.set(v.beforeCompare)
}

var frameAffine = js.ValueOf(wire.HeaderFrameAffine) // converted once

// shown is called with the headers of each answer that is shown, and its size in px.
func (v *view) shown(headers js.Value, width, height int) {
	v.headers, v.width, v.height = headers, width, height
	v.align()
}

// align lays the source under the answer in Compare, so that both halves show the same place at
// the divider.
func (v *view) align() {
	if v.kind != viewDivider || v.headers.IsUndefined() {
		return
	}
	affine, ratio := text(v.headers.Call("get", frameAffine)), float64(v.width)/float64(v.height)
	if affine == v.affine && ratio == v.ratio {
		return
	}
	v.affine, v.ratio = affine, ratio
	back := wire.ParseAffine(affine)
	v.apart = !back.Known()
	if !v.apart {
		v.stage.Get("style").Call("setProperty", "--align", look.Align(back, ratio))
	}
	v.show()
}

func (v *view) toggleFull() {
	if v.full.Get("hidden").Bool() {
		return
	}
	if document.Get("fullscreenElement").Truthy() {
		document.Call("exitFullscreen")
		return
	}
	settled(v.stage.Call("requestFullscreen"), ignore, ignore)
}

// toggleFloat shows the answer in a window above all others, or closes that window. Browsers
// float only videos, so it makes one from the canvas.
func (v *view) toggleFloat(failed func(Message)) {
	if v.floating.Truthy() {
		document.Call("exitPictureInPicture")
		return
	}
	video := element("video")
	video.Set("muted", true)
	video.Set("srcObject", byID("output").Call("captureStream"))
	v.floating = video
	refused := func(js.Value) {
		v.floatEnded(video)
		failed(Message{Title: "The picture cannot float", Text: "The browser does not allow it now. Start the stream first and try again."})
	}
	video.Call("addEventListener", "leavepictureinpicture", v.onFloatEnded)
	settled(video.Call("play"), func(js.Value) {
		settled(video.Call("requestPictureInPicture"), func(js.Value) {
			setPressed(v.float, true)
			v.floats()
		}, refused)
	}, refused)
}

// isFloating reports whether the answer is in a window of its own, which is seen while the page
// is not.
func (v *view) isFloating() bool { return v.floating.Truthy() }

// floatEnded is called when the floating window is closed or could not be opened.
func (v *view) floatEnded(video js.Value) {
	if video.Equal(v.floating) {
		stopTracks(video.Get("srcObject"))
		v.floating = js.Undefined()
		setPressed(v.float, false)
		v.floats()
	}
}
