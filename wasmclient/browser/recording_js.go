package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"framepost/wasmclient/stream"
	"framepost/wasmclient/webm"
)

// recording saves the answers as a video. It has the size that the answers have when it begins,
// because players and converters stumble over one that changes: later answers of another size are
// fitted in.
type recording struct {
	output, button, saved js.Value
	canvas, ctx           js.Value // what is recorded
	recorder              js.Value // a MediaRecorder; undefined while not recording
	parts                 js.Value // a list of Blobs
	began                 time.Time

	onData, onStop js.Func
}

func newRecording() *recording {
	r := &recording{output: byID("output"), button: byID("record"), saved: byID("kept")}
	r.onData = callback(func(event js.Value) { r.parts.Call("push", event.Get("data")) })
	r.onStop = callback(func(js.Value) { r.end() })
	onClick("record", r.toggle)
	r.button.Set("hidden", videoType() == "")
	return r
}

// videoType returns a video type that this browser can record: WebM, or MP4 in Safari; "" if
// there is none.
func videoType() string {
	if !has("MediaRecorder") {
		return ""
	}
	for _, kind := range []string{"video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"} {
		if window.Get("MediaRecorder").Call("isTypeSupported", kind).Bool() {
			return kind
		}
	}
	return ""
}

// toggle starts a recording, or ends it and saves it.
func (r *recording) toggle() {
	if r.recorder.Truthy() {
		r.recorder.Call("stop")
		return
	}
	if r.button.Get("disabled").Bool() || r.button.Get("hidden").Bool() {
		return
	}
	r.canvas = document.Call("createElement", "canvas")
	r.canvas.Set("width", r.output.Get("width"))
	r.canvas.Set("height", r.output.Get("height"))
	r.ctx = r.canvas.Call("getContext", "2d", object("alpha", false))
	r.recorder = window.Get("MediaRecorder").New(r.canvas.Call("captureStream"), object(
		"mimeType", videoType(),
		"videoBitsPerSecond", 8_000_000,
	))
	r.parts, r.began = window.Get("Array").New(), time.Now()
	r.recorder.Call("addEventListener", "dataavailable", r.onData)
	r.recorder.Call("addEventListener", "stop", r.onStop)
	r.recorder.Call("start")
	r.painted()
	setPressed(r.button, true)
}

// painted is called when an answer has been painted on the screen.
func (r *recording) painted() {
	if !r.recorder.Truthy() {
		return
	}
	width, height := r.canvas.Get("width").Float(), r.canvas.Get("height").Float()
	w, h := r.output.Get("width").Float(), r.output.Get("height").Float()
	factor := min(width/w, height/h)
	if w*factor < width || h*factor < height {
		r.ctx.Call("fillRect", 0, 0, width, height) // what was there before; the colour is black
	}
	r.ctx.Call("drawImage", r.output, (width-w*factor)/2, (height-h*factor)/2, w*factor, h*factor)
}

// end is called when the recorder has delivered its last part.
func (r *recording) end() {
	stopTracks(r.recorder.Get("stream"))
	r.recorder, r.canvas, r.ctx = js.Undefined(), js.Undefined(), js.Undefined()
	setPressed(write(r.button, "Record"), false)
	kind := videoType()
	video := window.Get("Blob").New(r.parts, object("type", kind))
	if kind == "video/mp4" { // has its length
		write(r.saved, "Saved "+save(video, "mp4"))
		return
	}
	length := time.Since(r.began)
	video.Call("slice", 0, webm.Head).Call("arrayBuffer").Call("then", once(func(buffer js.Value) {
		bytes := window.Get("Uint8Array")
		head := make([]byte, buffer.Get("byteLength").Int())
		js.CopyBytesToGo(head, bytes.New(buffer))
		head = webm.SetDuration(head, length)
		written := bytes.New(len(head))
		js.CopyBytesToJS(written, head)
		parts := []any{written, video.Call("slice", webm.Head)}
		write(r.saved, "Saved "+save(window.Get("Blob").New(parts, object("type", kind)), "webm"))
	}))
}

// refresh disables the button while there is no picture, and shows the length of the recording.
func (r *recording) refresh(stats stream.Stats) {
	r.button.Set("disabled", !stats.Begun)
	if r.recorder.Truthy() && (stats.State == stream.Stopped || stats.State == stream.Idle) {
		r.toggle() // nothing more comes
	} else if r.recorder.Truthy() {
		write(r.button, "End recording, "+strconv.Itoa(int(time.Since(r.began).Seconds()))+" s")
	}
}
