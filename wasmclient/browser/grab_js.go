package browser

import "syscall/js"

// uploadQuality is the JPEG quality of the frames sent, 0 to 1. At 0.85 what it
// loses is below what a camera's own noise hides.
const uploadQuality = 0.85

// grabber turns one frame at a time into a JPEG Blob. The pixels stay on the
// browser's side: no byte of them enters Go's memory.
//
// drawImage followed by convertToBlob is what every browser has. But drawImage
// allocates a new picture for each frame and runs it through colour management,
// 4 ms where VideoFrame.copyTo into a buffer that is used again, and putImageData,
// take 0.4 ms together. So that is tried first.
type grabber struct {
	video         js.Value
	direct        bool // by copyTo, as long as the browser can do it
	canvas, ctx   js.Value
	pixels, image js.Value // RGBA bytes, and the ImageData over them
	width, height int

	frame js.Value // being copied; undefined when drawn
	done  func(blob js.Value)
	fail  func()

	options  js.Value // of convertToBlob
	rgba     js.Value // of copyTo
	onCopied js.Func
	onBlob   js.Func
	onNoCopy js.Func
	onNoBlob js.Func
}

func newGrabber(video js.Value) *grabber {
	g := &grabber{
		video:   video,
		direct:  has("VideoFrame"),
		options: object(map[string]any{"type": "image/jpeg", "quality": uploadQuality}),
		rgba:    object(map[string]any{"format": "RGBA"}),
	}
	g.onCopied = callback(g.copied)
	g.onNoCopy = callback(g.notCopied)
	g.onBlob = callback(func(blob js.Value) { g.done(blob) })
	g.onNoBlob = callback(func(js.Value) { g.fail() })
	return g
}

// grab encodes the frame, or what the video shows if there is none, and calls done
// with the Blob or fail. It takes the frame over. One call must have ended before
// the next.
func (g *grabber) grab(frame js.Value, done func(blob js.Value), fail func()) {
	g.done, g.fail = done, fail
	if frame.IsUndefined() && g.direct && g.video.Get("readyState").Int() >= haveCurrentData {
		frame = window.Get("VideoFrame").New(g.video)
	}
	g.frame = frame
	if frame.IsUndefined() {
		g.draw(g.video, g.video.Get("videoWidth").Int(), g.video.Get("videoHeight").Int())
		return
	}
	width, height := frame.Get("displayWidth").Int(), frame.Get("displayHeight").Int()
	if g.direct && upright(frame, width, height) {
		g.resize(width, height)
		frame.Call("copyTo", g.pixels, g.rgba).Call("then", g.onCopied, g.onNoCopy)
		return
	}
	g.draw(frame, width, height)
}

// haveCurrentData is HTMLMediaElement.HAVE_CURRENT_DATA: there is a picture.
const haveCurrentData = 2

// upright says whether a frame's bytes are the picture as it is to be shown.
// Phones may deliver frames that are to be turned, which copyTo does not do.
func upright(frame js.Value, width, height int) bool {
	visible := frame.Get("visibleRect")
	return visible.Get("width").Int() == width && visible.Get("height").Int() == height &&
		!frame.Get("rotation").Truthy() && !frame.Get("flip").Truthy()
}

func (g *grabber) copied(js.Value) {
	g.close()
	g.ctx.Call("putImageData", g.image, 0, 0)
	g.encode()
}

// notCopied gives up copyTo: this browser does not convert to RGBA.
func (g *grabber) notCopied(js.Value) {
	g.direct = false
	g.draw(g.frame, g.width, g.height)
}

func (g *grabber) draw(picture js.Value, width, height int) {
	if width == 0 || height == 0 {
		g.close()
		g.fail()
		return
	}
	g.resize(width, height)
	g.ctx.Call("drawImage", picture, 0, 0, width, height)
	g.close()
	g.encode()
}

func (g *grabber) encode() {
	g.canvas.Call("convertToBlob", g.options).Call("then", g.onBlob, g.onNoBlob)
}

func (g *grabber) close() {
	if !g.frame.IsUndefined() {
		g.frame.Call("close")
		g.frame = js.Undefined()
	}
}

func (g *grabber) resize(width, height int) {
	if width == g.width && height == g.height {
		return
	}
	g.width, g.height = width, height
	g.canvas = window.Get("OffscreenCanvas").New(width, height)
	g.ctx = g.canvas.Call("getContext", "2d", object(map[string]any{
		"alpha":              false,
		"willReadFrequently": true, // the encoder reads it: keep it out of the GPU's memory
	}))
	g.pixels = window.Get("Uint8ClampedArray").New(4 * width * height)
	g.image = window.Get("ImageData").New(g.pixels, width, height)
}
