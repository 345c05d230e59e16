package browser

import "syscall/js"

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: there is a picture.
const haveCurrentData = 2

// grabber turns one frame at a time into a JPEG Blob, which stays on the browser's
// side.
type grabber struct {
	video       js.Value
	direct      bool // through pixels, as long as the browser can do it
	canvas, ctx js.Value
	pixels      pixels
	quality     int // in options

	frame js.Value // being copied; undefined when drawn
	size  int      // of the JPEG, in % of each side
	done  func(blob js.Value)
	fail  func()

	options                               js.Value // of convertToBlob
	onCopied, onNotCopied, onBlob, onFail js.Func
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{
		video:   video,
		direct:  has("VideoFrame"),
		options: object(map[string]any{"type": "image/jpeg"}),
	}
	g.onCopied = callback(g.copied)
	g.onNotCopied = callback(g.notCopied)
	g.onBlob = callback(func(blob js.Value) { g.done(blob) })
	g.onFail = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes the frame, or what the video shows if there is none, with a JPEG quality
// of 1 to 100 and that much of its size in %, and calls done with the Blob or fail. It
// takes the frame over. One call must have ended before the next.
func (g *grabber) grab(frame js.Value, quality, size int, done func(blob js.Value), fail func()) {
	g.frame, g.size, g.done, g.fail = frame, size, done, fail
	if g.quality != quality {
		g.quality = quality
		g.options.Set("quality", float64(quality)/100)
	}
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
	if g.size < 100 { // copyTo does not scale
		g.draw(g.frame, width, height)
		return
	}
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
	width, height = width*g.size/100, height*g.size/100
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
