package browser

import (
	"strconv"
	"syscall/js"

	"framepost/api/wire"
)

// screen paints answers on #output.
type screen struct {
	canvas, ctx   js.Value
	decoder       *codec
	bitmaps       bool       // whether the canvas shows nothing but ImageBitmaps
	shown         bool       // whether a picture has been painted
	width, height int        // of the canvas, in px
	spares        []js.Value // buffers of painted pictures, for later ones
	painted       func()     // is called after each picture

	imageData, bytes js.Value // constructors
}

func newScreen(canvas js.Value, painted func()) *screen {
	s := &screen{
		canvas:    canvas,
		decoder:   newCodec(loaded(decoder)),
		painted:   painted,
		imageData: window.Get("ImageData"),
		bytes:     window.Get("Uint8ClampedArray"),
	}
	kind := "bitmaprenderer" // shows bitmaps without a copy
	if s.bitmaps = !has("ImageDecoder"); !s.bitmaps {
		kind = "2d"
	}
	s.ctx = canvas.Call("getContext", kind, object("alpha", false))
	return s
}

// paint paints the picture where it lies in the whole answer. With bitmaps that must be all of it.
func (s *screen) paint(p *picture, at wire.Region) {
	if !s.shown {
		s.shown = true
		document.Get("documentElement").Get("dataset").Set("shown", "")
	}
	switch {
	case p.bitmap.IsUndefined():
		s.resize(at.FrameW, at.FrameH)
		s.ctx.Call("putImageData", s.image(p.pixels, p.width, p.height), at.X, at.Y)
	case s.bitmaps:
		if at.FrameW != s.width || at.FrameH != s.height {
			s.width, s.height = at.FrameW, at.FrameH // the canvas takes the bitmap's size
			showRatio(s.width, s.height)
		}
		s.ctx.Call("transferFromImageBitmap", p.bitmap)
	default:
		s.resize(at.FrameW, at.FrameH)
		s.ctx.Call("drawImage", p.bitmap, at.X, at.Y)
	}
	s.painted()
}

// image returns width×height pixels, an ArrayBuffer with RGBA, as ImageData.
func (s *screen) image(pixels js.Value, width, height int) js.Value {
	return s.imageData.New(s.bytes.New(pixels), width, height)
}

func (s *screen) resize(width, height int) {
	if width != s.width || height != s.height {
		s.width, s.height = width, height
		s.canvas.Set("width", width)
		s.canvas.Set("height", height)
		showRatio(width, height)
	}
}

// spare returns a buffer to decode into, or an empty one if there is none. The decoder drops a
// buffer whose size does not match its picture.
func (s *screen) spare() js.Value {
	last := len(s.spares) - 1
	if last < 0 {
		return window.Get("ArrayBuffer").New(0)
	}
	buffer := s.spares[last]
	s.spares = s.spares[:last]
	return buffer
}

// mostSpares is the number of answers that are decoded at once on a slow machine.
const mostSpares = 4

// recycle keeps a buffer as a spare one.
func (s *screen) recycle(buffer js.Value) {
	if len(s.spares) < mostSpares {
		s.spares = append(s.spares, buffer)
	}
}

// showRatio tells the style sheet the aspect ratio of the answers, from which the width of
// their stamp follows.
func showRatio(width, height int) {
	ratio := strconv.FormatFloat(float64(width)/float64(height), 'f', 4, 64)
	document.Get("documentElement").Get("style").Call("setProperty", "--ratio", ratio)
}
