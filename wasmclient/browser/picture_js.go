package browser

import "syscall/js"

// picture is one answer on its way from bytes to the screen. One serves one answer after
// the other.
type picture struct {
	screen        *screen
	bitmap        js.Value // decoded, or
	pixels        js.Value // decoded: RGBA
	width, height int      // of pixels

	decoded func() // ready to be painted
	failed  func()
	done    func(result js.Value) // bound once
}

func newPicture(s *screen, decoded, failed func()) *picture {
	p := &picture{screen: s, decoded: decoded, failed: failed}
	p.done = p.take
	return p
}

// decode takes the body of a response, an ArrayBuffer, and calls decoded or failed.
func (p *picture) decode(body js.Value) {
	d := p.screen.decoder
	d.move("jpeg", body)
	d.move("pixels", p.screen.spare())
	d.send(p.done)
}

func (p *picture) take(result js.Value) {
	p.bitmap, p.pixels = result.Get("bitmap"), result.Get("pixels")
	if p.bitmap.IsUndefined() && p.pixels.IsUndefined() {
		p.failed()
		return
	}
	if !p.pixels.IsUndefined() {
		p.width, p.height = result.Get("width").Int(), result.Get("height").Int()
	}
	p.decoded()
}

// release ends the picture, painted or not.
func (p *picture) release() {
	if !p.bitmap.IsUndefined() {
		p.bitmap.Call("close")
		p.bitmap = js.Undefined()
	}
	if !p.pixels.IsUndefined() {
		p.screen.keep(p.pixels)
		p.pixels = js.Undefined()
	}
}
