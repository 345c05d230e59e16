package browser

import (
	"math"
	"strconv"
)

// testCard is a moving picture for viewers without a camera: colour bars to judge colours, a
// ball to judge motion, a word that shows whether the picture is mirrored, and a count of
// frames.
type testCard struct {
	easel *easel
	frame int
}

const cardWidth, cardHeight = 640, 480

// cardBars are the colours of EBU test pictures at 75 %.
var cardBars = [...]string{"#bfbfbf", "#bfbf00", "#00bfbf", "#00bf00", "#bf00bf", "#bf0000", "#0000bf", "#101418"}

func (c *testCard) draw() {
	c.frame++
	const bar = cardWidth / len(cardBars)
	for i, colour := range cardBars {
		c.easel.rect(colour, i*bar, 0, bar, cardHeight*2/3)
	}
	c.easel.rect("#101418", 0, cardHeight*2/3, cardWidth, cardHeight/3)

	ctx := c.easel.ctx
	t := float64(c.frame) / 30
	x := cardWidth/2 + 260*math.Sin(t*1.3)
	y := 170 + 110*math.Cos(t*1.9)
	ctx.Set("fillStyle", "#ff5a36")
	ctx.Call("beginPath")
	ctx.Call("arc", x, y, 44, 0, 2*math.Pi)
	ctx.Call("fill")

	c.easel.rect("#ffffff", c.frame*8%cardWidth, cardHeight*2/3, 8, cardHeight/3)
	ctx.Set("fillStyle", "#ffffff")
	ctx.Set("font", "600 44px system-ui, sans-serif")
	ctx.Call("fillText", "framepost", 24, 390)
	ctx.Set("font", "32px ui-monospace, monospace")
	ctx.Call("fillText", strconv.Itoa(c.frame), 24, 444)
}
