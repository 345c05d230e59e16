package browser

import (
	"math"
	"strconv"
	"syscall/js"
)

// testCard is a moving picture for those without a camera: colour bars for the eye
// that judges colours, a ball for the one that judges motion, a word that shows
// whether it is mirrored, and a count of frames.
type testCard struct {
	canvas, ctx js.Value
	request     js.Value
	handle      js.Value
	running     bool
	frame       int
	onRefresh   js.Func
	last        float64
}

const (
	cardWidth, cardHeight = 640, 480
	cardInterval          = 1000.0 / 30 // ms
)

// cardBars are the bars of EBU test pictures at 75 %.
var cardBars = [...]string{"#bfbfbf", "#bfbf00", "#00bfbf", "#00bf00", "#bf00bf", "#bf0000", "#0000bf", "#101418"}

func newTestCard() *testCard {
	c := &testCard{request: bound(window, "requestAnimationFrame")}
	c.onRefresh = callback(c.refresh)
	return c
}

// start draws 30 frames a second until stop, and returns them as a MediaStream.
// The browser stops drawing while the page is hidden.
func (c *testCard) start() js.Value {
	if c.canvas.IsUndefined() {
		c.canvas = document.Call("createElement", "canvas")
		c.canvas.Set("width", cardWidth)
		c.canvas.Set("height", cardHeight)
		c.ctx = c.canvas.Call("getContext", "2d", object(map[string]any{"alpha": false}))
	}
	if !c.running {
		c.running = true
		c.draw()
		c.handle = c.request.Invoke(c.onRefresh)
	}
	return c.canvas.Call("captureStream", 30)
}

func (c *testCard) stop() {
	if c.running {
		c.running = false
		window.Call("cancelAnimationFrame", c.handle)
	}
}

func (c *testCard) refresh(now js.Value) {
	c.handle = c.request.Invoke(c.onRefresh)
	// A refresh may come a little before the frame is due; half of one at 60 Hz is
	// nearer than a whole one later.
	if t := now.Float(); t-c.last > cardInterval-8 {
		c.last = t
		c.draw()
	}
}

func (c *testCard) draw() {
	c.frame++
	const bar = cardWidth / len(cardBars)
	for i, colour := range cardBars {
		c.rect(colour, i*bar, 0, bar, cardHeight*2/3)
	}
	c.rect("#101418", 0, cardHeight*2/3, cardWidth, cardHeight/3)

	t := float64(c.frame) / 30
	x := cardWidth/2 + 260*math.Sin(t*1.3)
	y := 170 + 110*math.Cos(t*1.9)
	c.ctx.Set("fillStyle", "#ff5a36")
	c.ctx.Call("beginPath")
	c.ctx.Call("arc", x, y, 44, 0, 2*math.Pi)
	c.ctx.Call("fill")

	c.rect("#ffffff", c.frame*8%cardWidth, cardHeight*2/3, 8, cardHeight/3)
	c.ctx.Set("fillStyle", "#ffffff")
	c.ctx.Set("font", "600 44px system-ui, sans-serif")
	c.ctx.Call("fillText", "framepost", 24, 390)
	c.ctx.Set("font", "32px ui-monospace, monospace")
	c.ctx.Call("fillText", strconv.Itoa(c.frame), 24, 444)
}

func (c *testCard) rect(colour string, x, y, width, height int) {
	c.ctx.Set("fillStyle", colour)
	c.ctx.Call("fillRect", x, y, width, height)
}
