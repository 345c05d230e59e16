package browser

import "syscall/js"

// uploadQuality is the JPEG quality of the frames sent, 0 to 1. What 0.85 loses is
// less than a camera's own noise.
const uploadQuality = 0.85

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: there is a picture.
const haveCurrentData = 2

// grabber turns one frame at a time into a JPEG Blob, which stays on the browser's
// side.
type grabber struct {
	video       js.Value
	direct      bool // through pixels, as long as the browser can do it
	canvas, ctx js.Value
	pixels      pixels

	frame js.Value // being copied; undefined when drawn
	done  func(blob js.Value)
	fail  func()

	options                               js.Value // of convertToBlob
	onCopied, onNotCopied, onBlob, onFail js.Func
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{
		video:   video,
		direct:  has("VideoFrame"),
		options: object(map[string]any{"type": "image/jpeg", "quality": uploadQuality}),
	}
	g.onCopied = callback(g.copied)
	g.onNotCopied = callback(g.notCopied)
	g.onBlob = callback(func(blob js.Value) { g.done(blob) })
	g.onFail = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes the frame, or what the video shows if there is none, and calls done
// with the Blob or fail. It takes the frame over. One call must have ended before
// the next.
func (g *grabber) grab(frame js.Value, done func(blob js.Value), fail func()) {
	g.frame, g.done, g.fail = frame, done, fail
	if !attempt(g.begin) {
		g.close()
		fail()
	}
}

func (g *grabber) begin() {
	if g.frame.IsUndefined() && g.direct && g.video.Get("readyState").Int() >= haveCurrentData {
		g.frame = window.Get("VideoFrame").New(g.video)
	}
	if g.frame.IsUndefined() {
		g.draw(g.video, g.video.Get("videoWidth").Int(), g.video.Get("videoHeight").Int())
		return
	}
	width, height := g.frame.Get("displayWidth").Int(), g.frame.Get("displayHeight").Int()
	if g.resize(width, height) && g.direct {
		g.direct = converts(g.frame, width, height)
	}
	if g.direct && upright(g.frame, width, height) {
		g.frame.Call("copyTo", g.pixels.bytes, rgba).Call("then", g.onCopied, g.onNotCopied)
		return
	}
	g.draw(g.frame, width, height)
}

func (g *grabber) copied(js.Value) {
	g.close()
	g.ctx.Call("putImageData", g.pixels.image, 0, 0)
	g.encode()
}

// notCopied gives copyTo up.
func (g *grabber) notCopied(js.Value) {
	g.direct = false
	g.draw(g.frame, g.pixels.width, g.pixels.height)
}

// draw ends in an exception if there is nothing to draw.
func (g *grabber) draw(picture js.Value, width, height int) {
	g.resize(width, height)
	g.ctx.Call("drawImage", picture, 0, 0, width, height)
	g.close()
	g.encode()
}

func (g *grabber) encode() {
	g.canvas.Call("convertToBlob", g.options).Call("then", g.onBlob, g.onFail)
}

func (g *grabber) close() {
	if !g.frame.IsUndefined() {
		g.frame.Call("close")
		g.frame = js.Undefined()
	}
}

// resize reports whether that is another size than before.
func (g *grabber) resize(width, height int) bool {
	if width == g.pixels.width && height == g.pixels.height {
		return false
	}
	g.pixels = newPixels(width, height)
	g.canvas = window.Get("OffscreenCanvas").New(width, height)
	g.ctx = g.canvas.Call("getContext", "2d", object(map[string]any{
		"alpha":              false,
		"willReadFrequently": true, // the encoder reads it: keep it out of the GPU's memory
	}))
	return true
}
