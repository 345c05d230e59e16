package browser

import "syscall/js"

// grabber makes a JPEG Blob of one frame at a time. The Blob stays on the browser's side.
type grabber struct {
	still    *still
	encoder  *codec
	faithful bool // whether a canvas is known to return what is drawn on it

	quality, size int // of the frame being grabbed: JPEG quality 1–100, and % of each side
	done          func(blob js.Value)
	fail          func()

	encoded func(result js.Value) // callback of the codec, made once
	onFail  js.Func
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{encoder: newCodec(loaded(encoder))}
	g.still = newStill(video, g.encode, func() { g.fail() })
	g.encoded = func(result js.Value) {
		if blob := result.Index(1); blob.IsUndefined() {
			g.fail()
		} else {
			g.done(blob)
		}
	}
	g.onFail = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes a frame, or the current picture of the video if frame is undefined, with a JPEG
// quality of 1 to 100 and with each side scaled to size %. It closes the frame. After it has
// returned, it calls done with the Blob, or fail; only then may it be called again.
func (g *grabber) grab(frame js.Value, quality, size int, done func(blob js.Value), fail func()) {
	g.quality, g.size, g.done, g.fail = quality, size, done, fail
	g.still.take(frame)
}

// grabMasked is grab for an ImageBitmap, which is all that is sent.
func (g *grabber) grabMasked(bitmap js.Value, quality, size int, done func(blob js.Value), fail func()) {
	g.quality, g.size, g.done, g.fail = quality, size, done, fail
	g.encode(bitmap, "width", "height")
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
