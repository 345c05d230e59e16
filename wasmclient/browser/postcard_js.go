package browser

import (
	"math"
	"strconv"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// postcard makes a picture to pass around: the frame before and after as two stamps, the look's
// name, how long the way took, and where to do the same. It is drawn in the page's colours of the
// day, whatever the viewer's are.
type postcard struct {
	source, output, button, saved js.Value
	edit                          *look.Editor
	stats                         func() stream.Stats
	ctx                           js.Value // while one is drawn
}

// Of a card, in px. Networks that show links show pictures of this shape whole.
const (
	cardWidth, cardHeight = 1200, 630
	cardEdge              = 24 // airmail's stripes
	stampMargin           = 22 // of a stamp, around its picture
	stampHole             = 7  // radius of the perforation
	cardMargin            = cardEdge + 36
	headLine              = 86
	stampTop              = 138
	stampsWidth           = cardWidth - 2*(cardMargin+stampMargin) // of the pictures and the gap between them
	stampHeight           = 380
	stampGap              = 60
)

// The page's colours, see style.css.
const (
	inkPaper = "#f4f1e9"
	inkCard  = "#fffdf8"
	inkText  = "#1b1e22"
	inkSoft  = "#5a5d5b"
	inkRed   = "#c23616"
	inkBlue  = "#1e4db7"
)

func newPostcard(source, output js.Value, edit *look.Editor, stats func() stream.Stats) *postcard {
	p := &postcard{source: source, output: output, button: byID("postcard"), saved: byID("kept"), edit: edit, stats: stats}
	onClick("postcard", p.post)
	return p
}

// refresh disables the button while there is no picture.
func (p *postcard) refresh(stats stream.Stats) { p.button.Set("disabled", !stats.Begun) }

// post draws a card and shares it where the system can, as on phones; elsewhere it is saved.
func (p *postcard) post() {
	canvas := p.draw()
	canvas.Call("toBlob", once(func(blob js.Value) {
		if !blob.Truthy() {
			return
		}
		handOver(blob, "png", func(said string) { write(p.saved, said) })
	}), "image/png")
}

// draw returns a canvas with the card.
func (p *postcard) draw() js.Value {
	canvas := document.Call("createElement", "canvas")
	canvas.Set("width", cardWidth)
	canvas.Set("height", cardHeight)
	p.ctx = canvas.Call("getContext", "2d", object("alpha", false))
	defer func() { p.ctx = js.Undefined() }()
	p.fill(inkPaper, 0, 0, cardWidth, cardHeight)
	p.stripes()

	end := p.write("framepost", cardMargin, headLine, "700 40px", inkText)
	p.write("POST a frame, get a frame.", end+20, headLine, "400 24px", inkSoft)
	location := window.Get("location")
	p.letters("400 24px", inkSoft, "right")
	p.ctx.Call("fillText", text(location.Get("host"))+text(location.Get("pathname")), cardWidth-cardMargin, headLine, 460)

	after := [2]float64{p.output.Get("width").Float(), p.output.Get("height").Float()}
	before := [2]float64{p.source.Get("videoWidth").Float(), p.source.Get("videoHeight").Float()}
	name := p.title()
	var mark float64 // where the postmark is, across
	if p.private() || before[0] == 0 || after[0] == 0 {
		// Who hides a face does not want to pass it around.
		w, h := filling(after, stampsWidth, stampHeight)
		left := (cardWidth - w) / 2
		p.stamp(p.output, left, stampTop+(stampHeight-h)/2, w, h, name)
		mark = left + w
	} else {
		const each = (stampsWidth - stampGap) / 2
		w, h := filling(before, each, stampHeight)
		left := (cardWidth-stampsWidth)/2 + (each-w)/2
		p.stamp(p.source, left, stampTop+(stampHeight-h)/2, w, h, "before")
		w, h = filling(after, each, stampHeight)
		left = (cardWidth+stampGap)/2 + (each-w)/2
		p.stamp(p.output, left, stampTop+(stampHeight-h)/2, w, h, name)
		mark = cardWidth / 2
	}
	p.postmark(mark, stampTop+stampHeight*0.78)
	return canvas
}

// title returns what the answer is called: its preset, or its chain.
func (p *postcard) title() string {
	chain := p.edit.Chain()
	if preset, known := p.edit.Preset(p.edit.Named(chain)); known {
		return preset.Title
	}
	return chain
}

// private reports whether the chain hides something, as far as is known.
func (p *postcard) private() bool {
	for _, s := range p.edit.Steps() {
		if op, known := p.edit.Op(s.Name); !s.Off && (!known || op.Group == "privacy" || s.Name == wire.Local) {
			return true
		}
	}
	return false
}

// filling returns the largest size with the ratio of a picture that has so much room.
func filling(size [2]float64, width, height float64) (w, h float64) {
	factor := min(width/size[0], height/size[1])
	return math.Round(size[0] * factor), math.Round(size[1] * factor)
}

func (p *postcard) fill(colour string, x, y, w, h float64) {
	p.ctx.Set("fillStyle", colour)
	p.ctx.Call("fillRect", x, y, w, h)
}

// write writes a line, no longer than the card, and returns where it ends.
func (p *postcard) write(words string, x, y float64, font, colour string) (end float64) {
	p.letters(font, colour, "left")
	p.ctx.Call("fillText", words, x, y, cardWidth-cardMargin-x)
	return x + p.ctx.Call("measureText", words).Get("width").Float()
}

// letters sets how the lines that follow are written.
func (p *postcard) letters(font, colour, align string) {
	p.ctx.Set("font", font+" system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif")
	p.ctx.Set("fillStyle", colour)
	p.ctx.Set("textAlign", align)
}

// stripes draws airmail's edge.
func (p *postcard) stripes() {
	const width, period = 34, 4 * 34
	p.ctx.Call("save")
	p.ctx.Call("beginPath")
	p.ctx.Call("rect", 0, 0, cardWidth, cardHeight)
	p.ctx.Call("rect", cardEdge, cardEdge, cardWidth-2*cardEdge, cardHeight-2*cardEdge)
	p.ctx.Call("clip", "evenodd")
	for at := -cardHeight; at < cardWidth; at += period {
		for i, colour := range []string{inkRed, inkBlue} {
			x := float64(at + 2*i*width)
			p.ctx.Call("beginPath")
			p.ctx.Call("moveTo", x, cardHeight)
			p.ctx.Call("lineTo", x+cardHeight, 0)
			p.ctx.Call("lineTo", x+cardHeight+width, 0)
			p.ctx.Call("lineTo", x+width, cardHeight)
			p.ctx.Set("fillStyle", colour)
			p.ctx.Call("fill")
		}
	}
	p.ctx.Call("restore")
}

// stamp draws a picture as a stamp whose picture has that place, with its name below.
func (p *postcard) stamp(picture js.Value, x, y, w, h float64, name string) {
	const m = stampMargin
	p.fill(inkCard, x-m, y-m, w+2*m, h+2*m)
	p.ctx.Set("fillStyle", inkPaper)
	p.ctx.Call("beginPath")
	hole := func(hx, hy float64) {
		p.ctx.Call("moveTo", hx+stampHole, hy)
		p.ctx.Call("arc", hx, hy, stampHole, 0, 2*math.Pi)
	}
	across, down := spaced(w+2*m), spaced(h+2*m)
	for i := range across + 1 {
		at := x - m + (w+2*m)*float64(i)/float64(across)
		hole(at, y-m)
		hole(at, y+h+m)
	}
	for i := range down + 1 {
		at := y - m + (h+2*m)*float64(i)/float64(down)
		hole(x-m, at)
		hole(x+w+m, at)
	}
	p.ctx.Call("fill")
	p.ctx.Call("drawImage", picture, x, y, w, h)
	p.write(name, x-m, y+h+m+34, "600 24px", inkText)
}

// spaced returns how many holes a side of that length has, and they a radius between them.
func spaced(length float64) int { return max(int(length/(3*stampHole)), 1) }

// postmark draws the time of the round trip as the page does.
func (p *postcard) postmark(x, y float64) {
	rtt := p.stats().RTT.P50
	if rtt == 0 {
		return
	}
	c := p.ctx
	c.Call("save")
	c.Call("translate", x, y)
	c.Call("rotate", -0.2)
	c.Set("strokeStyle", inkBlue)
	c.Set("fillStyle", inkCard)
	c.Set("globalAlpha", 0.92)
	for i, radius := range []float64{74, 66} {
		c.Call("beginPath")
		c.Call("arc", 0, 0, radius, 0, 2*math.Pi)
		if i == 0 {
			c.Call("fill") // or the lettering is lost in the picture
		}
		c.Set("lineWidth", 3-i)
		c.Call("stroke")
	}
	for _, line := range []struct {
		words, font string
		y           float64
	}{
		{"round trip", "500 20px", -26}, {strconv.Itoa(int(math.Round(millis(rtt)))), "700 46px", 18}, {"ms", "500 22px", 44},
	} {
		p.letters(line.font, inkBlue, "center")
		c.Call("fillText", line.words, 0, line.y)
	}
	c.Call("restore")
}
