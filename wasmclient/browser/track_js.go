package browser

import "syscall/js"

// track delivers the frames of a video track with a MediaStreamTrackProcessor. It reads a copy
// of the track, which it ends itself, between two frames: if a track ends or its reader is
// cancelled while a frame is on its way, Chromium drops that frame without closing it and
// complains on the console.
type track struct {
	copy, reader js.Value
	deliver      func(frame js.Value) // nil when stopped
	onRead       js.Func
	over         bool // whether the copy has ended

	later func(end js.Func) // calls end after a while
}

// lastFrame is how long a stopped track waits for its last frame, in ms. A camera's light is on
// for that long at most, if it delivers none; a busy machine may need several hundred.
const lastFrame = 1000

// readTrack calls deliver with every frame, a VideoFrame that deliver takes over, until stop is
// called. It returns nil if the browser cannot read the track.
func readTrack(original js.Value, deliver func(frame js.Value)) *track {
	t := &track{copy: original.Call("clone"), deliver: deliver}
	t.later = func(end js.Func) { window.Call("setTimeout", end, lastFrame) }
	if !attempt(t.open) {
		t.copy.Call("stop")
		return nil
	}
	t.onRead = callback(t.read)
	t.next()
	return t
}

func (t *track) open() {
	processor := window.Get("MediaStreamTrackProcessor").New(object(
		"track", t.copy,
		"maxBufferSize", 1, // keep the newest frame only; the browser drops older ones
	))
	t.reader = processor.Get("readable").Call("getReader")
}

func (t *track) next() { t.reader.Call("read").Call("then", t.onRead) }

func (t *track) read(result js.Value) {
	frame := result.Get("value")
	switch {
	case frame.IsUndefined(): // nothing is read any more
		t.end()
		t.onRead.Release()
	case t.deliver == nil: // stopped, and no other frame is on its way
		frame.Call("close")
		t.end()
		t.onRead.Release()
	default:
		t.deliver(frame)
		t.next()
	}
}

// stop ends the delivery at once, and the copy after its next frame.
func (t *track) stop() {
	t.deliver = nil
	t.later(once(func(js.Value) { t.end() }))
}

func (t *track) end() {
	if !t.over {
		t.over = true
		t.reader.Call("cancel")
		t.copy.Call("stop")
	}
}
