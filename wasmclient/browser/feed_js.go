package browser

import "syscall/js"

// feed delivers the frames of the source as they arrive, in one of three ways:
//
// MediaStreamTrackProcessor delivers a frame as soon as the camera does. The other two wait for
// the <video> to show it, which takes up to one refresh of the display:
// requestVideoFrameCallback calls back for every frame shown; where it is missing,
// requestAnimationFrame checks at every refresh whether the picture has changed.
type feed struct {
	video   js.Value
	clock   clock
	deliver func(frame js.Value, captured float64) // frame is a VideoFrame or undefined

	reader  js.Value // of the MediaStreamTrackProcessor; undefined when not in use
	lag     lag
	request js.Value // the function requestVideoFrameCallback or requestAnimationFrame
	cancel  js.Value
	handle  js.Value // of the callback that is due
	seen    float64  // video.currentTime at the last frame

	onFrame, onRefresh js.Func
}

func newFeed(video js.Value, clock clock, deliver func(frame js.Value, captured float64)) *feed {
	f := &feed{video: video, clock: clock, deliver: deliver}
	f.onFrame = js.FuncOf(f.presented)
	f.onRefresh = callback(f.refreshed)
	return f
}

// start delivers the frames of a stream until stop is called.
func (f *feed) start(stream js.Value) {
	f.stop()
	if has("MediaStreamTrackProcessor") && attempt(func() { f.process(stream) }) {
		return
	}
	if f.video.Get("requestVideoFrameCallback").Truthy() {
		f.request, f.cancel = bound(f.video, "requestVideoFrameCallback"), bound(f.video, "cancelVideoFrameCallback")
		f.handle = f.request.Invoke(f.onFrame)
		return
	}
	f.request, f.cancel = bound(window, "requestAnimationFrame"), bound(window, "cancelAnimationFrame")
	f.handle = f.request.Invoke(f.onRefresh)
}

func (f *feed) process(stream js.Value) {
	processor := window.Get("MediaStreamTrackProcessor").New(object(map[string]any{
		"track":         stream.Call("getVideoTracks").Index(0),
		"maxBufferSize": 1, // keep the newest frame only; the browser drops older ones
	}))
	f.reader = processor.Get("readable").Call("getReader")
	f.lag = lag{}
	f.read(f.reader)
}

func (f *feed) stop() {
	if f.reader.Truthy() {
		f.reader.Call("cancel")
		f.reader = js.Undefined()
	}
	if f.cancel.Truthy() {
		f.cancel.Invoke(f.handle)
		f.cancel = js.Undefined()
	}
}

// read delivers the frames of a reader until it is cancelled. Frames that arrive after that are
// dropped: they belong to the previous source, and to its clock.
func (f *feed) read(reader js.Value) {
	var onRead js.Func
	next := func() { reader.Call("read").Call("then", onRead) }
	onRead = callback(func(result js.Value) {
		frame := result.Get("value")
		if frame.IsUndefined() { // the stream has ended
			onRead.Release()
			return
		}
		if reader.Equal(f.reader) {
			f.deliver(frame, f.lag.captured(frame.Get("timestamp").Float()/1000, f.clock.now())) // from µs
		} else {
			frame.Call("close")
		}
		next()
	})
	next()
}

func (f *feed) presented(_ js.Value, args []js.Value) any {
	f.handle = f.request.Invoke(f.onFrame)
	captured := args[1].Get("captureTime") // only local cameras have it
	if captured.IsUndefined() {
		captured = args[1].Get("presentationTime")
	}
	f.deliver(js.Undefined(), captured.Float())
	return nil
}

func (f *feed) refreshed(now js.Value) {
	f.handle = f.request.Invoke(f.onRefresh)
	if t := f.video.Get("currentTime").Float(); t != f.seen {
		f.seen = t
		f.deliver(js.Undefined(), now.Float())
	}
}
