package browser

import "syscall/js"

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: the element has a picture.
const haveCurrentData = 2

// still makes a picture that can be transferred of one frame of the source at a time: a VideoFrame
// or, where there are none, an ImageBitmap.
type still struct {
	video js.Value
	done  func(picture js.Value, width, height string) // the names of the properties with its size
	fail  func()

	onBitmap, onFail js.Func
}

// newStill calls done, which takes over the picture, or fail, for each take.
func newStill(video js.Value, done func(picture js.Value, width, height string), fail func()) *still {
	s := &still{video: video, done: done, fail: fail}
	s.onBitmap = callback(func(bitmap js.Value) { s.done(bitmap, "width", "height") })
	s.onFail = callback(func(js.Value) { s.fail() })
	return s
}

// take takes a frame, or the current picture of the video if frame is undefined. It calls fail only
// after it has returned. It may not be called again before done or fail.
func (s *still) take(frame js.Value) {
	if !attempt(func() { s.begin(frame) }) {
		window.Call("queueMicrotask", s.onFail)
	}
}

func (s *still) begin(frame js.Value) {
	switch {
	case !frame.IsUndefined():
	case s.video.Get("readyState").Int() < haveCurrentData:
		window.Call("queueMicrotask", s.onFail)
		return
	case !has("VideoFrame"):
		window.Call("createImageBitmap", s.video).Call("then", s.onBitmap, s.onFail)
		return
	default:
		frame = window.Get("VideoFrame").New(s.video)
	}
	s.done(frame, "displayWidth", "displayHeight")
}
