package browser

import "syscall/js"

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: there is a picture.
const haveCurrentData = 2

// grabber has one frame at a time turned into a JPEG Blob, which stays on the browser's
// side, by the encoder, a Worker (public/encoder.js). The frame itself goes there too,
// without a copy.
type grabber struct {
	video   js.Value
	encoder js.Value
	message js.Value // to the encoder
	moves   js.Value // what of the message goes over to it for good: a list of one

	quality, size int // of the frame being grabbed: JPEG quality, and % of each side
	done          func(blob js.Value)
	fail          func()

	onBitmap, onNoBitmap js.Func
}

func newGrabber(video, encoder js.Value) *grabber {
	g := &grabber{video: video, encoder: encoder, message: object(map[string]any{}), moves: window.Get("Array").New(1)}
	on(encoder, "message", func(event js.Value) {
		if blob := event.Get("data"); blob.IsNull() {
			g.fail()
		} else {
			g.done(blob)
		}
	})
	g.onBitmap = callback(func(bitmap js.Value) { g.post(bitmap, "width", "height") })
	g.onNoBitmap = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes the frame, or what the video shows if there is none, with a JPEG quality
// of 1 to 100 and that much of its size in %, and calls done with the Blob or fail. It
// takes the frame over. One call must have ended before the next.
func (g *grabber) grab(frame js.Value, quality, size int, done func(blob js.Value), fail func()) {
	g.quality, g.size, g.done, g.fail = quality, size, done, fail
	if !attempt(func() { g.begin(frame) }) {
		if !frame.IsUndefined() {
			frame.Call("close")
		}
		fail()
	}
}

func (g *grabber) begin(frame js.Value) {
	if frame.IsUndefined() {
		if g.video.Get("readyState").Int() < haveCurrentData {
			g.fail()
			return
		}
		if !has("VideoFrame") {
			window.Call("createImageBitmap", g.video).Call("then", g.onBitmap, g.onNoBitmap)
			return
		}
		frame = window.Get("VideoFrame").New(g.video)
	}
	g.post(frame, "displayWidth", "displayHeight")
}

// post gives the encoder a picture, whose size is in the two properties.
func (g *grabber) post(picture js.Value, width, height string) {
	g.message.Set("picture", picture)
	g.message.Set("width", max(1, picture.Get(width).Int()*g.size/100))
	g.message.Set("height", max(1, picture.Get(height).Int()*g.size/100))
	g.message.Set("quality", float64(g.quality)/100)
	g.moves.SetIndex(0, picture)
	g.encoder.Call("postMessage", g.message, g.moves)
}
