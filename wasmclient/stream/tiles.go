package stream

import (
	"time"

	"framepost/api/wire"
)

// tiles decides which part of a frame is sent, by comparing its thumbnail with what the screen
// shows. A tile is the part of the frame under one cell of the thumbnail.
//
// A tile is dirty until an answer that covers it is on the screen, so an answer that is lost,
// late or refused needs no treatment: its tiles differ from the screen in the next frame, too.
// Mean luma hides small changes and slow drift, and the noise hides more, so everything is sent
// again every refreshInterval. That is one frame in sixty: to send it in bands would save
// nothing.
type tiles struct {
	columns, rows int
	on            bool
	source        int       // counts calls of forget
	screen        []byte    // luma of each tile on the screen
	known         []bool    // whether screen holds, for each tile
	look          look      // of what is on the screen; the zero look if that may be anything
	refused       Settings  // with which only whole frames are answered
	width, height int       // of what is on the screen, in px
	reach         int       // of the chain on the screen, in px of the frame that is sent
	refreshed     time.Time // capture of the newest whole frame on the screen
	refreshing    time.Time // capture of the last whole frame that was sent to refresh the screen
	coarse        bool      // whether a part on the screen has less than the full quality

	lately, before rectangle // what was dirty since lingers, and for lingerTime before
	lingers        time.Time // renewed while anything is dirty

	last     []byte    // the last thumbnail
	lastSeen time.Time // its time
	noise    float64   // see stillness
	pause    int       // frames from one thumbnail to the next while everything moves
	wait     int       // frames until the next thumbnail
}

// look is what two answers must have in common to be parts of one picture. The quality is not:
// the pace changes it in the middle of a scene, when whole frames would be most in the way.
type look struct {
	settings Settings
	scale    int // of the answer, in %
	w, h     int // of the frame that is sent, in px
	source   int // see tiles
}

// part is what was sent of a frame, and what it takes to know what its answer changes on the screen.
type part struct {
	region    wire.Region // the zero Region for a whole frame without a thumbnail
	look      look
	luma      []byte // the thumbnail of the very frame
	threshold int    // of a change, in levels of luma
	captured  time.Time
	coarse    bool // it has less than the full quality
}

// Columns and rows of the thumbnails for Stream.Choose: tiles of 8 px at 640×480.
const (
	TileColumns = 80
	TileRows    = 60
)

const (
	refreshInterval = 2 * time.Second
	refreshRetry    = 400 * time.Millisecond
	restTime        = 300 * time.Millisecond // from the end of a motion to the full quality
	lingerTime      = 60 * time.Millisecond
	mostShare       = 0.6 // of the frame's px; beyond it a region saves less than it risks
	calmShare       = 0.5 // of them, between two thumbnails; beyond it the next ones are in vain
	leastTileChange = 2   // in levels of luma, whatever the noise; a tile is the mean of some 60 px
	mostTileNoise   = 0.5 // a sensor's at most; what has more, such as a camera in a hand, is change
	mostPause       = 8   // frames
)

func newTiles(columns, rows int) *tiles {
	return &tiles{columns: columns, rows: rows, screen: make([]byte, columns*rows), known: make([]bool, columns*rows)}
}

// forget is called when the frames are of another source from now on.
func (t *tiles) forget() {
	t.source++
	t.pause, t.wait = 0, 0
	t.painted()
}

// painted is called when the screen shows a picture of which nothing is known.
func (t *tiles) painted() { t.look = look{} }

// refuse is called when the server answers only whole frames with those settings.
func (t *tiles) refuse(of Settings) { t.refused = of }

// wants reports whether a thumbnail should be made of the frame that is sent next, which delays
// it a little. While everything moves, that is in vain.
func (t *tiles) wants(settings Settings) bool {
	if !t.on || settings == t.refused {
		return false
	}
	if t.wait > 0 {
		t.wait--
		return false
	}
	return true
}

// observe adds the thumbnail of a w×h frame and returns the threshold of a change.
func (t *tiles) observe(now time.Time, luma []byte, w, h int) (threshold int) {
	if len(luma) != len(t.last) {
		t.last, t.pause = append(t.last[:0], luma...), 0
	} else {
		t.noise = min(envelope(t.noise, quieter(t.last, luma), now.Sub(t.lastSeen)), mostTileNoise)
	}
	threshold = int(leastTileChange + noiseFactor*t.noise)
	moved := t.bounds(luma, func(i int) bool { return differs(luma[i], t.last[i], threshold) })
	t.rest(share(t.around(moved, w, h)) > calmShare)
	copy(t.last, luma)
	t.lastSeen = now
	return threshold
}

// rest sets the frames until the next thumbnail, of which there are the more the longer thumbnails
// have been in vain.
func (t *tiles) rest(vain bool) {
	if vain {
		t.pause = min(max(2*t.pause, 1), mostPause)
	} else {
		t.pause = 0
	}
	t.wait = t.pause
}

// bounds returns the rectangle, in tiles, around those of which changed reports true.
func (t *tiles) bounds(luma []byte, changed func(i int) bool) rectangle {
	r := rectangle{minX: t.columns, minY: t.rows}
	for i := range luma {
		if changed(i) {
			x, y := i%t.columns, i/t.columns
			r.minX, r.minY = min(r.minX, x), min(r.minY, y)
			r.maxX, r.maxY = max(r.maxX, x+1), max(r.maxY, y+1)
		}
	}
	if r.empty() {
		return rectangle{}
	}
	return r
}

// choose returns the region to send of a frame: all of it, or the part that holds what has changed,
// widened by the chain's reach. It returns false if nothing has changed. A tile has changed if
// its luma differs by more than threshold from the screen's.
func (t *tiles) choose(captured time.Time, luma []byte, to look, threshold int) (wire.Region, bool) {
	whole := wholeFrame(to.w, to.h)
	if to != t.look || to.settings == t.refused || t.reach < 0 || len(luma) != len(t.screen) {
		return whole, true
	}
	age := captured.Sub(t.refreshed)
	dirty := t.bounds(luma, func(i int) bool { return !t.known[i] || differs(luma[i], t.screen[i], threshold) })
	rested := dirty.empty() && t.coarse && captured.Sub(t.lingers) > restTime
	if (age >= refreshInterval || rested) && captured.Sub(t.refreshing) >= refreshRetry {
		t.refreshing = captured
		return whole, true
	}
	if dirty.empty() {
		// A still scene is sent as often as without regions.
		return whole, age >= stillInterval-stillInterval/10
	}
	region := t.around(t.linger(captured, dirty), to.w, to.h)
	if share(region) > mostShare {
		t.rest(true)
		return whole, true
	}
	return region, true
}

// linger returns what is dirty together with what was lately: texture that moves by less than a
// pixel hardly changes a mean.
func (t *tiles) linger(captured time.Time, dirty rectangle) rectangle {
	switch age := captured.Sub(t.lingers); {
	case age > 2*lingerTime:
		t.lately, t.before, t.lingers = rectangle{}, rectangle{}, captured
	case age > lingerTime:
		t.lately, t.before, t.lingers = rectangle{}, t.lately, captured
	}
	t.lately = t.lately.union(dirty)
	return t.lately.union(t.before)
}

// around returns the region to send of a w×h frame for a rectangle of tiles that has changed.
//
// What moves may reach into the next tile by less than its mean shows: that is less than an eighth
// of it for contrasts above 30 levels of luma.
func (t *tiles) around(dirty rectangle, w, h int) wire.Region {
	if dirty.empty() {
		return wire.Region{FrameW: w, FrameH: h}
	}
	r, margin := t.px(dirty, w, h), max(t.reach, 0)+max(w/t.columns, h/t.rows)/8
	r.minX, r.minY = max(r.minX-margin, 0)/wire.RegionStep*wire.RegionStep, max(r.minY-margin, 0)/wire.RegionStep*wire.RegionStep
	r.maxX, r.maxY = min(roundUp(r.maxX+margin), w), min(roundUp(r.maxY+margin), h)
	return wire.Region{Box: wire.Box{X: r.minX, Y: r.minY, W: r.width(), H: r.height()}, FrameW: w, FrameH: h}
}

// share returns which share of its frame's px a region has.
func share(r wire.Region) float64 { return float64(r.W*r.H) / float64(r.FrameW*r.FrameH) }

// wholeFrame returns the region that is all of a frame.
func wholeFrame(w, h int) wire.Region {
	return wire.Region{Box: wire.Box{W: w, H: h}, FrameW: w, FrameH: h}
}

func roundUp(px int) int { return (px + wire.RegionStep - 1) / wire.RegionStep * wire.RegionStep }

func differs(a, b byte, threshold int) bool {
	d := int(a) - int(b)
	return d > threshold || -d > threshold
}

// px returns the px of a w×h frame that a rectangle of tiles covers, in whole.
func (t *tiles) px(r rectangle, w, h int) rectangle {
	return rectangle{r.minX * w / t.columns, r.minY * h / t.rows,
		(r.maxX*w + t.columns - 1) / t.columns, (r.maxY*h + t.rows - 1) / t.rows}
}

// over returns the tiles that have px of a rectangle of a w×h frame.
func (t *tiles) over(r rectangle, w, h int) rectangle {
	return rectangle{r.minX * t.columns / w, r.minY * t.rows / h,
		(r.maxX*t.columns + w - 1) / w, (r.maxY*t.rows + h - 1) / h}
}

// isFrame reports whether all of a frame was sent.
func (p part) isFrame() bool { return p.region.FrameW == 0 || p.region.IsFrame() }

// share returns which share of the frame's px was sent.
func (p part) share() float64 {
	if p.isFrame() {
		return 1
	}
	return share(p.region)
}

// fits reports whether the answer to a part may be drawn on what the screen shows, at that place of
// the whole answer. That to a whole frame always may.
func (t *tiles) fits(p part, at wire.Region) bool {
	return p.isFrame() || p.look == t.look && at.FrameW == t.width && at.FrameH == t.height
}

// shown is called when the answer to a part that fits is on the screen, with its place there and the
// reach that it says. Parts must be shown in the order in which they were captured.
//
// The answer covers what is reach px within the region, and at the frame's edges all of it. Of
// the tiles around, it changes something: one that looked then as it does on the screen remains
// known, another one is neither the old picture nor the new.
func (t *tiles) shown(p part, at wire.Region, reach int) {
	r := p.region
	if len(p.luma) != len(t.screen) {
		t.painted()
		return
	}
	touched := rectangle{r.X, r.Y, r.X + r.W, r.Y + r.H}
	covered := touched
	if r.IsFrame() {
		t.look, t.reach, t.refreshed, t.coarse = p.look, reach, p.captured, false
		t.width, t.height = at.FrameW, at.FrameH
		clear(t.known)
	} else {
		covered = within(touched, reach, r.FrameW, r.FrameH)
		t.coarse = t.coarse || p.coarse
	}
	around := t.over(touched, r.FrameW, r.FrameH)
	for y := around.minY; y < around.maxY; y++ {
		for x := around.minX; x < around.maxX; x++ {
			i := y*t.columns + x
			v := p.luma[i]
			if t.px(rectangle{x, y, x + 1, y + 1}, r.FrameW, r.FrameH).in(covered) {
				t.screen[i], t.known[i] = v, true
			} else if differs(v, t.screen[i], p.threshold) {
				t.known[i] = false
			}
		}
	}
}

// within returns r without reach px at each side that is not one of the w×h frame's.
func within(r rectangle, reach, w, h int) rectangle {
	if r.minX > 0 {
		r.minX += reach
	}
	if r.minY > 0 {
		r.minY += reach
	}
	if r.maxX < w {
		r.maxX -= reach
	}
	if r.maxY < h {
		r.maxY -= reach
	}
	return r
}
