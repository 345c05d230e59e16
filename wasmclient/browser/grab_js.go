package browser

import "syscall/js"

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: the element has a picture.
const haveCurrentData = 2

// grabber makes a JPEG Blob of one frame at a time. The Blob stays on the browser's side.
type grabber struct {
	video   js.Value
	encoder *codec

	quality, size int // of the frame being grabbed: JPEG quality 1–100, and % of each side
	done          func(blob js.Value)
	fail          func()

	encoded          func(result js.Value) // callback of the codec, made once
	onBitmap, onFail js.Func
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{video: video, encoder: newCodec(encoder)}
	g.encoded = func(result js.Value) {
		if blob := result.Index(1); blob.IsUndefined() {
			g.fail()
		} else {
			g.done(blob)
		}
	}
	g.onBitmap = callback(func(bitmap js.Value) { g.encode(bitmap, "width", "height") })
	g.onFail = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes a frame, or the current picture of the video if frame is undefined, with a JPEG
// quality of 1 to 100 and with each side scaled to size %. It closes the frame. After it has
// returned, it calls done with the Blob, or fail; only then may it be called again.
func (g *grabber) grab(frame js.Value, quality, size int, done func(blob js.Value), fail func()) {
	g.quality, g.size, g.done, g.fail = quality, size, done, fail
	if !attempt(func() { g.begin(frame) }) {
		window.Call("queueMicrotask", g.onFail)
	}
}

func (g *grabber) begin(frame js.Value) {
	switch {
	case !frame.IsUndefined():
	case g.video.Get("readyState").Int() < haveCurrentData:
		window.Call("queueMicrotask", g.onFail)
		return
	case !has("VideoFrame"):
		window.Call("createImageBitmap", g.video).Call("then", g.onBitmap, g.onFail)
		return
	default:
		frame = window.Get("VideoFrame").New(g.video)
	}
	g.encode(frame, "displayWidth", "displayHeight")
}

// encode takes over a picture, whose size is in the two named properties. If the picture
// cannot be sent, encode closes it, and fail is called.
func (g *grabber) encode(picture js.Value, width, height string) {
	shrunk := func(side string) int { return max(1, picture.Get(side).Int()*g.size/100) }
	if !attempt(func() {
		g.encoder.send(g.encoded, []js.Value{picture}, shrunk(width), shrunk(height), float64(g.quality)/100)
	}) {
		picture.Call("close")
		window.Call("queueMicrotask", g.onFail)
	}
}
