package browser

import (
	"math"
	"syscall/js"
)

// easel makes a MediaStream of what is drawn on a canvas, 30 pictures a second, so that a
// drawing or a file can be a source like a camera. The browser stops the drawing while the page
// is hidden.
type easel struct {
	canvas, ctx   js.Value
	width, height int
	draw          func()
	request       js.Value
	handle        js.Value
	last          float64
	onRefresh     js.Func
}

// In ms; the second is half a refresh at 60 Hz.
const easelInterval, halfRefresh = 1000.0 / 30, 8

func newEasel() *easel {
	e := &easel{request: bound(window, "requestAnimationFrame")}
	e.onRefresh = callback(e.refresh)
	return e
}

// start draws into ctx until stop.
func (e *easel) start(width, height int, draw func()) js.Value {
	e.stop()
	// Each stream has its own canvas, because the previous stream may still be shown.
	e.canvas = element("canvas")
	e.canvas.Set("width", width)
	e.canvas.Set("height", height)
	e.ctx = e.canvas.Call("getContext", "2d", object("alpha", false))
	e.width, e.height, e.draw = width, height, draw
	draw()
	e.handle = e.request.Invoke(e.onRefresh)
	return e.canvas.Call("captureStream", 30)
}

func (e *easel) stop() {
	if e.draw != nil {
		e.draw = nil
		window.Call("cancelAnimationFrame", e.handle)
	}
}

func (e *easel) refresh(now js.Value) {
	e.handle = e.request.Invoke(e.onRefresh)
	// Draw at the refresh that is nearest to the time when the picture is due, which may be up
	// to half a refresh earlier.
	if t := now.Float(); t-e.last > easelInterval-halfRefresh {
		e.last = t
		e.draw()
	}
}

func (e *easel) rect(colour string, x, y, width, height int) {
	e.ctx.Set("fillStyle", colour)
	e.ctx.Call("fillRect", x, y, width, height)
}

// fitted returns the size of a picture of width×height, shrunk to fit into a square of that
// side if it is larger.
func fitted(width, height, side int) (w, h int) {
	scale := min(1, float64(side)/float64(max(width, height, 1)))
	round := func(n int) int { return max(1, int(math.Round(float64(n)*scale))) }
	return round(width), round(height)
}
