package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// grabber makes a JPEG Blob of one frame at a time, or of a region of it. The Blob stays on the
// browser's side.
type grabber struct {
	still    *still
	encoder  *codec
	faithful bool // whether a canvas is known to return what is drawn on it

	how  grab // the present one
	luma [stream.TileColumns * stream.TileRows]byte

	encoded, compared func(result js.Value) // callbacks of the codec, made once
	onFail            js.Func
}

// grab describes how to grab one frame.
type grab struct {
	quality, size int  // JPEG quality 1–100, and % of each side
	compare       bool // call choose
	choose        func(width, height int, luma []byte) (stream.Choice, bool)
	done          func(blob js.Value)
	fail          func()
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{encoder: newCodec(loaded(encoder))}
	g.still = newStill(video, g.encode, func() { g.how.fail() })
	g.encoded = func(result js.Value) {
		if blob := result.Index(1); blob.IsUndefined() {
			g.how.fail()
		} else {
			g.how.done(blob)
		}
	}
	g.compared = g.cut
	g.onFail = callback(func(js.Value) { g.how.fail() })
	return g
}

// take encodes a frame, or the current picture of the video if frame is undefined. It closes the
// frame. After it has returned, it calls done with the Blob, or fail; only then may it be called
// again. If the frame is to be compared, it first calls choose with the size of the picture to
// encode, in px, and its thumbnail, see stream.Choose, which returns what to encode, or
// false to call fail.
func (g *grabber) take(frame js.Value, how grab) {
	g.how = how
	g.still.take(frame)
}

// takeMasked is take for an ImageBitmap, which is all that is sent.
func (g *grabber) takeMasked(bitmap js.Value, how grab) {
	g.how = how
	g.encode(bitmap, "width", "height")
}

// encode takes over a picture, whose size is in the two named properties. If the picture
// cannot be sent, encode closes it, and fail is called.
func (g *grabber) encode(picture js.Value, width, height string) {
	shrunk := func(side string) int { return max(1, picture.Get(side).Int()*g.how.size/100) }
	if !attempt(func() {
		if w, h := shrunk(width), shrunk(height); g.how.compare {
			g.encoder.send(g.compared, []js.Value{picture}, w, h, stream.TileColumns, stream.TileRows)
		} else {
			g.encoder.send(g.encoded, []js.Value{picture}, w, h, float64(g.how.quality)/100)
		}
	}) {
		picture.Call("close")
		window.Call("queueMicrotask", g.onFail)
	}
}

// cut is called with the thumbnail, and the size, of a picture that the encoder keeps.
func (g *grabber) cut(result js.Value) {
	cells := result.Index(1)
	if cells.IsUndefined() || js.CopyBytesToGo(g.luma[:], cells) != len(g.luma) {
		g.how.fail()
		return
	}
	chosen, ok := g.how.choose(result.Index(2).Int(), result.Index(3).Int(), g.luma[:])
	if !ok {
		g.how.fail()
		return
	}
	r := chosen.Region
	g.encoder.send(g.encoded, nil, r.X, r.Y, r.W, r.H, float64(chosen.UploadQuality)/100)
}
