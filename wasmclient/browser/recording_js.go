package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"framepost/wasmclient/stream"
)

// recording saves the answers as a video, as large as the server sends them.
type recording struct {
	output, button, saved js.Value
	recorder              js.Value // a MediaRecorder; undefined while not recording
	parts                 js.Value // a list of Blobs
	began                 time.Time

	onData, onStop js.Func
}

func newRecording() *recording {
	r := &recording{output: byID("output"), button: byID("record"), saved: byID("kept")}
	r.onData = callback(func(event js.Value) { r.parts.Call("push", event.Get("data")) })
	r.onStop = callback(func(js.Value) { r.save() })
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
	r.recorder = window.Get("MediaRecorder").New(r.output.Call("captureStream"), object(map[string]any{
		"mimeType":           videoType(),
		"videoBitsPerSecond": 8_000_000,
	}))
	r.parts, r.began = window.Get("Array").New(), time.Now()
	r.recorder.Call("addEventListener", "dataavailable", r.onData)
	r.recorder.Call("addEventListener", "stop", r.onStop)
	r.recorder.Call("start")
	setPressed(r.button, true)
}

// save is called when the recorder has delivered its last part.
func (r *recording) save() {
	stopTracks(r.recorder.Get("stream"))
	r.recorder = js.Undefined()
	setPressed(write(r.button, "Record"), false)
	kind, extension := videoType(), "webm"
	if kind == "video/mp4" {
		extension = "mp4"
	}
	video := window.Get("Blob").New(r.parts, object(map[string]any{"type": kind}))
	write(r.saved, "Saved "+save(video, extension))
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
