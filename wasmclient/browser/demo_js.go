package browser

import (
	"math"
	"syscall/js"
)

// demo is a moving picture for viewers without a camera: somebody before a landscape, with a
// face for the operations that look for one, and a word that shows whether the picture is
// mirrored. public/demo.svg has the landscape and the figure side by side.
type demo struct {
	easel  *easel
	sheet  js.Value // a canvas with both, undefined before the file has been loaded
	frames int
}

const demoWidth, demoHeight = 640, 480

// load draws the file on a canvas once: to render it for each frame would take milliseconds.
func (d *demo) load() {
	if d.sheet.Truthy() {
		return
	}
	picture := window.Get("Image").New()
	picture.Call("addEventListener", "load", once(func(js.Value) {
		sheet := element("canvas")
		sheet.Set("width", 2*demoWidth)
		sheet.Set("height", demoHeight)
		sheet.Call("getContext", "2d").Call("drawImage", picture, 0, 0)
		d.sheet = sheet
	}))
	picture.Set("src", "demo.svg")
}

// draw moves the landscape slowly and the figure a little faster, in periods that do not agree.
func (d *demo) draw() {
	if !d.sheet.Truthy() {
		d.easel.rect("#7fb2dd", 0, 0, demoWidth, demoHeight)
		return
	}
	d.frames++
	t := float64(d.frames) / 30 // s
	const margin = 24           // px by which the landscape exceeds the picture on each side
	layer := func(x int, dx, dy, beyond float64) {
		d.easel.ctx.Call("drawImage", d.sheet, x, 0, demoWidth, demoHeight,
			dx-beyond, dy-beyond*demoHeight/demoWidth, demoWidth+2*beyond, demoHeight+2*beyond*demoHeight/demoWidth)
	}
	layer(0, margin*math.Sin(t*0.7), 0, margin)
	layer(demoWidth, 36*math.Sin(t*1.1), 8+8*math.Sin(t*1.9), 0)
}
