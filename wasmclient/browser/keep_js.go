package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"framepost/wasmclient/stream"
)

// keep saves the answer as a picture or as a video, as large as the server sends it.
type keep struct {
	output, snapshot, record, kept js.Value
	recorder                       js.Value // at work; undefined otherwise
	parts                          js.Value // of the recording, a list of Blobs
	began                          time.Time

	onData, onStop js.Func
}

func newKeep() *keep {
	k := &keep{output: byID("output"), snapshot: byID("snapshot"), record: byID("record"), kept: byID("kept")}
	k.onData = callback(func(event js.Value) { k.parts.Call("push", event.Get("data")) })
	k.onStop = callback(func(js.Value) { k.recorded() })
	on(k.snapshot, "click", func(js.Value) { k.picture() })
	on(k.record, "click", func(js.Value) { k.toggle() })
	k.record.Set("hidden", recording() == "")
	return k
}

// recording is the type of video that this browser can make: WebM, except in Safari.
func recording() string {
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

// picture saves what the answer shows at this moment.
func (k *keep) picture() {
	if k.snapshot.Get("disabled").Bool() {
		return
	}
	format := value(byID("format"))
	var made js.Func
	made = callback(func(blob js.Value) {
		made.Release()
		if blob.Truthy() {
			k.done(save(blob, format))
		}
	})
	k.output.Call("toBlob", made, "image/"+format, 0.95)
}

// toggle begins a recording, or ends it and saves it.
func (k *keep) toggle() {
	if k.recorder.Truthy() {
		k.recorder.Call("stop")
		return
	}
	if k.record.Get("disabled").Bool() || k.record.Get("hidden").Bool() {
		return
	}
	k.recorder = window.Get("MediaRecorder").New(k.output.Call("captureStream"), object(map[string]any{
		"mimeType":           recording(),
		"videoBitsPerSecond": 8_000_000,
	}))
	k.parts, k.began = window.Get("Array").New(), time.Now()
	k.recorder.Call("addEventListener", "dataavailable", k.onData)
	k.recorder.Call("addEventListener", "stop", k.onStop)
	k.recorder.Call("start")
	hold(k.record, true)
}

// recorded is when the recorder has given its last part.
func (k *keep) recorded() {
	stopTracks(k.recorder.Get("stream"))
	k.recorder = js.Undefined()
	hold(write(k.record, "Record"), false)
	kind, extension := recording(), "webm"
	if kind == "video/mp4" {
		extension = "mp4"
	}
	k.done(save(window.Get("Blob").New(k.parts, object(map[string]any{"type": kind})), extension))
}

// done tells what was saved.
func (k *keep) done(name string) { write(k.kept, "Saved "+name) }

// refresh lets go of what has no picture, and shows how long the recording is.
func (k *keep) refresh(stats stream.Stats) {
	k.snapshot.Set("disabled", !stats.Begun)
	k.record.Set("disabled", !stats.Begun)
	if k.recorder.Truthy() {
		write(k.record, "End recording, "+strconv.Itoa(int(time.Since(k.began).Seconds()))+" s")
	}
}

// localTime is the time in the viewer's zone as "2026-01-31-235959". The browser knows
// the zone; package time's tables of zones would be for this alone.
func localTime() string {
	now := window.Get("Date").New()
	shifted := window.Get("Date").New(now.Call("getTime").Float() - now.Call("getTimezoneOffset").Float()*60_000)
	iso := shifted.Call("toISOString").String() // 2026-01-31T23:59:59.000Z
	return iso[:10] + "-" + iso[11:13] + iso[14:16] + iso[17:19]
}

func blob(text, kind string) js.Value {
	return window.Get("Blob").New([]any{text}, object(map[string]any{"type": kind}))
}

// save has the browser save a Blob under the time's name, which it returns.
func save(blob js.Value, extension string) string {
	name := "framepost-" + localTime() + "." + extension
	urls := window.Get("URL")
	address := urls.Call("createObjectURL", blob)
	element("a", "href", address.String(), "download", name).Call("click")
	// The download begins after this; a minute is long enough for a question where to.
	var later js.Func
	later = callback(func(js.Value) {
		later.Release()
		urls.Call("revokeObjectURL", address)
	})
	window.Call("setTimeout", later, 60_000)
	return name
}
