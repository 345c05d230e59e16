package stream

import (
	"image"
	"time"

	"framepost/api/wire"
)

// tiles decides which part of a frame is sent, by comparing its thumbnail with what the screen
// shows. A tile is the part of the frame under one cell of the thumbnail.
//
// A tile is dirty until an answer that covers it is on the screen, so an answer that is lost,
// late or refused needs no treatment: its tiles differ from the screen in the next frame, too.
// Mean luma hides small changes and slow drift, and the noise hides more, so everything is sent
// again every refreshInterval.
type tiles struct {
	columns, rows int
	screen        []byte    // luma of each tile on the screen
	known         []bool    // whether screen holds, for each tile
	look          look      // of what is on the screen; the zero look if that may be anything
	refused       look      // the server takes no regions for it
	reach         int       // of the chain on the screen, in px of the frame that is sent
	refreshed     time.Time // capture of the newest whole frame on the screen
}

// look is what two answers must have in common to be parts of one picture.
type look struct {
	settings Settings
	scale    int // of the answer, in %
	w, h     int // of the frame that is sent, in px
}

// part is what was sent of a frame, and what it takes to know what its answer changes on the screen.
type part struct {
	region   wire.Region
	look     look
	luma     []byte // the thumbnail of the very frame
	captured time.Time
}

const (
	refreshInterval = 2 * time.Second
	mostShare       = 0.6 // of the frame's px; beyond it a region saves less than it risks
)

func newTiles(columns, rows int) *tiles {
	return &tiles{columns: columns, rows: rows, screen: make([]byte, columns*rows), known: make([]bool, columns*rows)}
}

// forget is called when the screen shows something else than answers, or another source's.
func (t *tiles) forget() { t.look = look{} }

// refuse is called when the server takes no region of that look. It may take one of another.
func (t *tiles) refuse(of look) { t.refused = of }

// choose returns the region to send of a frame: all of it, or the part that holds what has changed,
// widened by the chain's reach. It returns false if nothing has changed. A tile has changed if
// its luma differs by more than threshold from the screen's.
func (t *tiles) choose(captured time.Time, luma []byte, to look, threshold int) (wire.Region, bool) {
	whole := wire.Region{Box: wire.Box{W: to.w, H: to.h}, FrameW: to.w, FrameH: to.h}
	if to != t.look || to == t.refused || t.reach < 0 || len(luma) != len(t.screen) ||
		captured.Sub(t.refreshed) >= refreshInterval {
		return whole, true
	}
	var dirty image.Rectangle // in tiles
	for i, v := range luma {
		if !t.known[i] || differs(v, t.screen[i], threshold) {
			x, y := i%t.columns, i/t.columns
			dirty = dirty.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	if dirty.Empty() {
		return wire.Region{}, false
	}
	// What moves may reach into the next tile by less than its mean shows.
	dirty = dirty.Inset(-1).Intersect(image.Rect(0, 0, t.columns, t.rows))
	r := t.px(dirty, to.w, to.h).Inset(-t.reach)
	r.Min.X, r.Min.Y = max(r.Min.X, 0)/wire.RegionStep*wire.RegionStep, max(r.Min.Y, 0)/wire.RegionStep*wire.RegionStep
	r.Max.X, r.Max.Y = min(roundUp(r.Max.X), to.w), min(roundUp(r.Max.Y), to.h)
	if float64(r.Dx()*r.Dy()) > mostShare*float64(to.w*to.h) {
		return whole, true
	}
	return wire.Region{Box: wire.Box{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy()}, FrameW: to.w, FrameH: to.h}, true
}

func roundUp(px int) int { return (px + wire.RegionStep - 1) / wire.RegionStep * wire.RegionStep }

func differs(a, b byte, threshold int) bool {
	d := int(a) - int(b)
	return d > threshold || -d > threshold
}

// px returns the px of a w×h frame that a rectangle of tiles covers, in whole.
func (t *tiles) px(r image.Rectangle, w, h int) image.Rectangle {
	return image.Rect(r.Min.X*w/t.columns, r.Min.Y*h/t.rows,
		(r.Max.X*w+t.columns-1)/t.columns, (r.Max.Y*h+t.rows-1)/t.rows)
}

// fits reports whether the answer to a part may be drawn on what the screen shows. That to a whole
// frame always may.
func (t *tiles) fits(p part) bool { return p.region.IsFrame() || p.look == t.look }

// shown is called when the answer to a part that fits is on the screen, with the reach that the answer
// says. Parts must be shown in the order in which they were captured.
//
// The answer covers what is reach px within the region, and at the frame's edges all of it. Of
// the tiles around, it changes something: one that looked then as it does on the screen remains
// known, another one is neither the old picture nor the new.
func (t *tiles) shown(p part, reach, threshold int) {
	r := p.region
	touched := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)
	covered := touched
	if r.IsFrame() {
		t.look, t.reach, t.refreshed = p.look, reach, p.captured
		clear(t.known)
	} else {
		covered = within(touched, reach, r.FrameW, r.FrameH)
	}
	if len(p.luma) != len(t.screen) {
		clear(t.known)
		return
	}
	for i, v := range p.luma {
		x, y := i%t.columns, i/t.columns
		tile := t.px(image.Rect(x, y, x+1, y+1), r.FrameW, r.FrameH)
		switch {
		case tile.In(covered):
			t.screen[i], t.known[i] = v, true
		case tile.Overlaps(touched) && differs(v, t.screen[i], threshold):
			t.known[i] = false
		}
	}
}

// within returns r without reach px at each side that is not one of the w×h frame's.
func within(r image.Rectangle, reach, w, h int) image.Rectangle {
	if r.Min.X > 0 {
		r.Min.X += reach
	}
	if r.Min.Y > 0 {
		r.Min.Y += reach
	}
	if r.Max.X < w {
		r.Max.X -= reach
	}
	if r.Max.Y < h {
		r.Max.Y -= reach
	}
	return r
}
