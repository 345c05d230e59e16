package browser

import (
	"syscall/js"

	"framepost/api/wire"
)

// picture is one answer on its way from bytes to the screen. It is reused for one answer after
// another.
type picture struct {
	screen        *screen
	bitmap        js.Value // the decoded picture as an ImageBitmap, or
	pixels        js.Value // as RGBA
	width, height int      // of pixels, in px

	decoded func() // called when the picture can be painted
	failed  func()
	done    func(result js.Value) // the method take, bound once
}

func newPicture(s *screen, decoded, failed func()) *picture {
	p := &picture{screen: s, decoded: decoded, failed: failed}
	p.done = p.take
	return p
}

// decode takes over the body of a response, an ArrayBuffer, and calls decoded or failed.
func (p *picture) decode(body js.Value) {
	p.screen.decoder.send(p.done, []js.Value{body, p.screen.spare()})
}

func (p *picture) take(result js.Value) {
	content, width := result.Index(1), result.Index(2)
	switch {
	case content.IsUndefined():
		p.failed()
		return
	case width.IsUndefined():
		p.bitmap = content
	default:
		p.pixels, p.width, p.height = content, width.Int(), result.Index(3).Int()
		if p.screen.bitmaps { // as only workers of the page answer, not decoders
			made := window.Call("createImageBitmap", p.screen.image(p.pixels, p.width, p.height))
			settled(made, func(bitmap js.Value) {
				p.bitmap = bitmap
				p.decoded()
			}, func(js.Value) { p.failed() })
			return
		}
	}
	p.decoded()
}

// region returns where a picture that is a whole answer lies: everywhere.
func (p *picture) region() (r wire.Region) {
	r.W, r.H = p.width, p.height
	if !p.bitmap.IsUndefined() {
		r.W, r.H = p.bitmap.Get("width").Int(), p.bitmap.Get("height").Int()
	}
	r.FrameW, r.FrameH = r.W, r.H
	return r
}

// release frees the picture, whether it was painted or not.
func (p *picture) release() {
	if !p.bitmap.IsUndefined() {
		p.bitmap.Call("close")
		p.bitmap = js.Undefined()
	}
	if !p.pixels.IsUndefined() {
		p.screen.recycle(p.pixels)
		p.pixels = js.Undefined()
	}
}
