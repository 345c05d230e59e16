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

	track   *track   // nil when not in use
	lag     lag      // of the track's frames
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
	if has("MediaStreamTrackProcessor") {
		f.lag = lag{}
		f.track = readTrack(stream.Call("getVideoTracks").Index(0), func(frame js.Value) {
			f.deliver(frame, f.lag.captured(frame.Get("timestamp").Float()/1000, f.clock.now())) // from µs
		})
		if f.track != nil {
			return
		}
	}
	if f.video.Get("requestVideoFrameCallback").Truthy() {
		f.request, f.cancel = bound(f.video, "requestVideoFrameCallback"), bound(f.video, "cancelVideoFrameCallback")
		f.handle = f.request.Invoke(f.onFrame)
		return
	}
	f.request, f.cancel = bound(window, "requestAnimationFrame"), bound(window, "cancelAnimationFrame")
	f.handle = f.request.Invoke(f.onRefresh)
}

func (f *feed) stop() {
	if f.track != nil {
		f.track.stop()
		f.track = nil
	}
	if f.cancel.Truthy() {
		f.cancel.Invoke(f.handle)
		f.cancel = js.Undefined()
	}
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
