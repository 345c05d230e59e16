package browser

import "syscall/js"

// screen paints answers on #output.
type screen struct {
	canvas, ctx       js.Value
	direct            bool     // ImageDecoder gives the JPEG's planes, and pixels paints them
	shown             bool     // a first picture
	width, height     int      // of the canvas
	free              []pixels // all of the same size
	createImageBitmap js.Value
}

func newScreen(canvas js.Value) *screen {
	s := &screen{
		canvas:            canvas,
		direct:            has("ImageDecoder") && has("VideoFrame"),
		createImageBitmap: bound(window, "createImageBitmap"),
	}
	kind := "bitmaprenderer"
	if s.direct {
		kind = "2d"
	}
	s.ctx = canvas.Call("getContext", kind, object(map[string]any{"alpha": false}))
	return s
}

// paint shows the picture.
func (s *screen) paint(p *picture) {
	if !s.shown {
		s.shown = true
		document.Get("documentElement").Get("dataset").Set("shown", "")
	}
	switch {
	case p.bitmap.IsUndefined():
		s.resize(p.pixels.width, p.pixels.height)
		s.ctx.Call("putImageData", p.pixels.image, 0, 0)
	case s.ctx.Get("transferFromImageBitmap").Truthy():
		s.ctx.Call("transferFromImageBitmap", p.bitmap)
	default:
		s.resize(p.bitmap.Get("width").Int(), p.bitmap.Get("height").Int())
		s.ctx.Call("drawImage", p.bitmap, 0, 0)
	}
}

func (s *screen) resize(width, height int) {
	if width != s.width || height != s.height {
		s.width, s.height = width, height
		s.canvas.Set("width", width)
		s.canvas.Set("height", height)
	}
}

// take returns pixels of that size to decode into.
func (s *screen) take(width, height int) pixels {
	if last := len(s.free) - 1; last >= 0 && s.free[last].width == width && s.free[last].height == height {
		p := s.free[last]
		s.free = s.free[:last]
		return p
	}
	s.free = nil
	return newPixels(width, height)
}

func (s *screen) give(p pixels) {
	if len(s.free) == 0 || s.free[0].width == p.width && s.free[0].height == p.height {
		s.free = append(s.free, p)
	}
}
