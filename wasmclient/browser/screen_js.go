package browser

import "syscall/js"

// screen decodes answers and paints them on #output.
//
// createImageBitmap and a bitmaprenderer context are what every browser has, and
// allocate a new picture for every frame. ImageDecoder gives the JPEG's own planes,
// copyTo converts them into a buffer that is used again, and putImageData paints
// it: 1.2 ms instead of 6.
type screen struct {
	canvas, ctx   js.Value
	direct        bool // by ImageDecoder and copyTo
	width, height int
	buffers       []buffer // free ones, all of the size width×height

	createImageBitmap js.Value
	rgba              js.Value
}

// buffer is a place to decode into.
type buffer struct {
	width, height int
	pixels, image js.Value // RGBA bytes, and the ImageData over them
}

func newScreen(canvas js.Value) *screen {
	s := &screen{
		canvas:            canvas,
		direct:            has("ImageDecoder") && has("VideoFrame"),
		createImageBitmap: bound(window, "createImageBitmap"),
		rgba:              object(map[string]any{"format": "RGBA"}),
	}
	kind := "bitmaprenderer"
	if s.direct {
		kind = "2d"
	}
	s.ctx = canvas.Call("getContext", kind, object(map[string]any{"alpha": false}))
	return s
}

// picture is one answer on its way to the screen. Its callbacks are made once and
// serve one answer after the other.
type picture struct {
	screen  *screen
	decoder js.Value
	frame   js.Value // the decoded VideoFrame
	bitmap  js.Value // or ImageBitmap
	buffer  buffer

	decoded func() // the picture is ready for show
	failed  func()

	onDecoded, onCopied, onNoCopy, onBitmap, onFailed js.Func
}

func newPicture(s *screen, decoded, failed func()) *picture {
	p := &picture{screen: s, decoded: decoded, failed: failed}
	p.onDecoded = callback(p.copy)
	p.onCopied = callback(func(js.Value) { p.closeDecoder(); p.decoded() })
	p.onNoCopy = callback(p.notCopied)
	p.onBitmap = callback(func(bitmap js.Value) { p.closeDecoder(); p.bitmap = bitmap; p.decoded() })
	p.onFailed = callback(func(js.Value) { p.closeDecoder(); p.failed() })
	return p
}

// decode takes the body of a response, an ArrayBuffer, and calls decoded or failed.
func (p *picture) decode(body js.Value) {
	if !p.screen.direct {
		blob := window.Get("Blob").New([]any{body}, object(map[string]any{"type": "image/jpeg"}))
		p.screen.createImageBitmap.Invoke(blob).Call("then", p.onBitmap, p.onFailed)
		return
	}
	p.decoder = window.Get("ImageDecoder").New(object(map[string]any{
		"type":     "image/jpeg",
		"data":     body,
		"transfer": []any{body}, // the decoder frees it, not the garbage collector some day
	}))
	p.decoder.Call("decode").Call("then", p.onDecoded, p.onFailed)
}

func (p *picture) copy(result js.Value) {
	p.frame = result.Get("image")
	p.buffer = p.screen.take(p.frame.Get("displayWidth").Int(), p.frame.Get("displayHeight").Int())
	p.frame.Call("copyTo", p.buffer.pixels, p.screen.rgba).Call("then", p.onCopied, p.onNoCopy)
}

// notCopied gives up copyTo: this browser does not convert to RGBA. A 2d context
// paints bitmaps too.
func (p *picture) notCopied(js.Value) {
	p.screen.createImageBitmap.Invoke(p.frame).Call("then", p.onBitmap, p.onFailed)
	p.screen.give(p.buffer)
	p.buffer = buffer{}
}

func (p *picture) closeDecoder() {
	if !p.decoder.IsUndefined() {
		p.decoder.Call("close")
		p.decoder = js.Undefined()
	}
	if !p.frame.IsUndefined() {
		p.frame.Call("close")
		p.frame = js.Undefined()
	}
}

// show paints the decoded picture.
func (p *picture) show() {
	s := p.screen
	switch {
	case p.bitmap.IsUndefined():
		s.resize(p.buffer.width, p.buffer.height)
		s.ctx.Call("putImageData", p.buffer.image, 0, 0)
	case s.direct:
		s.resize(p.bitmap.Get("width").Int(), p.bitmap.Get("height").Int())
		s.ctx.Call("drawImage", p.bitmap, 0, 0)
	default:
		s.width, s.height = p.bitmap.Get("width").Int(), p.bitmap.Get("height").Int()
		s.ctx.Call("transferFromImageBitmap", p.bitmap)
	}
}

// release ends the answer, shown or not.
func (p *picture) release() {
	if !p.bitmap.IsUndefined() {
		p.bitmap.Call("close")
		p.bitmap = js.Undefined()
	}
	if p.buffer.width > 0 {
		p.screen.give(p.buffer)
		p.buffer = buffer{}
	}
}

func (s *screen) resize(width, height int) {
	if width != s.width || height != s.height {
		s.width, s.height = width, height
		s.canvas.Set("width", width)
		s.canvas.Set("height", height)
	}
}

// take returns a free buffer of that size, or a new one.
func (s *screen) take(width, height int) buffer {
	for len(s.buffers) > 0 {
		last := len(s.buffers) - 1
		b := s.buffers[last]
		s.buffers = s.buffers[:last]
		if b.width == width && b.height == height {
			return b
		}
	}
	pixels := window.Get("Uint8ClampedArray").New(4 * width * height)
	return buffer{width, height, pixels, window.Get("ImageData").New(pixels, width, height)}
}

func (s *screen) give(b buffer) { s.buffers = append(s.buffers, b) }
