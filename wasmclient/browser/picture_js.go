package browser

import "syscall/js"

// picture is one answer on its way from bytes to the screen. Its callbacks are made
// once and serve one answer after the other.
type picture struct {
	screen  *screen
	decoder js.Value // at work; undefined otherwise
	frame   js.Value // the VideoFrame decoded
	bitmap  js.Value // or the ImageBitmap
	pixels  pixels

	decoded func() // ready to be painted
	failed  func()

	onDecoded, onCopied, onNotCopied, onBitmap, onFailed js.Func
}

func newPicture(s *screen, decoded, failed func()) *picture {
	p := &picture{screen: s, decoded: decoded, failed: failed}
	p.onDecoded = callback(p.copy)
	p.onCopied = callback(func(js.Value) {
		p.close()
		p.decoded()
	})
	p.onNotCopied = callback(p.notCopied)
	p.onBitmap = callback(func(bitmap js.Value) {
		p.close()
		p.bitmap = bitmap
		p.decoded()
	})
	p.onFailed = callback(func(js.Value) {
		p.close()
		p.failed()
	})
	return p
}

// decode takes the body of a response, an ArrayBuffer, and calls decoded or failed.
func (p *picture) decode(body js.Value) {
	if !attempt(func() { p.begin(body) }) {
		p.close()
		p.failed()
	}
}

func (p *picture) begin(body js.Value) {
	if !p.screen.direct {
		blob := window.Get("Blob").New([]any{body}, object(map[string]any{"type": "image/jpeg"}))
		p.screen.createImageBitmap.Invoke(blob).Call("then", p.onBitmap, p.onFailed)
		return
	}
	p.decoder = window.Get("ImageDecoder").New(object(map[string]any{
		"type":     "image/jpeg",
		"data":     body,
		"transfer": []any{body}, // freed by the decoder, and not by the garbage collector some day
	}))
	p.decoder.Call("decode").Call("then", p.onDecoded, p.onFailed)
}

func (p *picture) copy(result js.Value) {
	p.frame = result.Get("image")
	width, height := p.frame.Get("displayWidth").Int(), p.frame.Get("displayHeight").Int()
	if (width != p.screen.width || height != p.screen.height) && !converts(p.frame, width, height) {
		p.notCopied(js.Undefined())
		return
	}
	p.pixels = p.screen.take(width, height)
	p.frame.Call("copyTo", p.pixels.bytes, rgba).Call("then", p.onCopied, p.onNotCopied)
}

// notCopied is for a browser that decodes, but does not convert.
func (p *picture) notCopied(js.Value) {
	p.pixels = pixels{}
	p.screen.createImageBitmap.Invoke(p.frame).Call("then", p.onBitmap, p.onFailed)
}

// close lets go of what decoding needed.
func (p *picture) close() {
	if !p.frame.IsUndefined() {
		p.frame.Call("close")
		p.frame = js.Undefined()
	}
	if !p.decoder.IsUndefined() {
		p.decoder.Call("close")
		p.decoder = js.Undefined()
	}
}

// release ends the picture, painted or not.
func (p *picture) release() {
	if !p.bitmap.IsUndefined() {
		p.bitmap.Call("close")
		p.bitmap = js.Undefined()
	}
	if p.pixels.width > 0 {
		p.screen.give(p.pixels)
		p.pixels = pixels{}
	}
}
