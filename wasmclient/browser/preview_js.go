package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// previews draws pictures on buttons, such as the presets' chips: the result of each preset for the
// viewer's own picture. It requests them one after another, all with the same small picture, and
// only while the stream has time to spare and the button is on the screen. That is rare, so the
// code need not be fast.
type previews struct {
	video    js.Value
	uploads  *uploads
	width    int                   // of the picture that is sent, in px
	edit     *look.Editor          // has the catalogue
	chain    func(chip int) string // of a chip
	chips    js.Value
	round    look.Round
	stats    stream.Stats // as last refreshed
	busy     bool
	jpeg     js.Value // a Blob: the picture of this round
	kept     bool     // it was taken when pictures stayed in the page, and stays there
	asking   js.Value // the AbortController of the request; undefined while there is none
	observer js.Value // an IntersectionObserver; undefined if the viewer saves data
}

// Widths of the pictures that are sent, in px, and the quality of those and of what comes back. A
// line of the list of operations has less room than a chip.
const (
	presetWidth    = 240
	opWidth        = 96
	previewQuality = 75
)

func newPreviews(video js.Value, uploads *uploads, width int, turn time.Duration) *previews {
	p := &previews{video: video, uploads: uploads, width: width, round: look.Round{Turn: turn}}
	if savesData() || !has("IntersectionObserver") {
		return p
	}
	p.observer = window.Get("IntersectionObserver").New(callback(func(entries js.Value) {
		each(entries, func(e js.Value) {
			p.round.See(p.index(e.Get("target")), e.Get("isIntersecting").Bool())
		})
	}))
	return p
}

// begin starts again with these chips, whose pictures are those of their chains.
func (p *previews) begin(edit *look.Editor, chips js.Value, chain func(chip int) string) {
	p.edit, p.chips, p.chain = edit, chips, chain
	p.round.Begin(chips.Length())
	if p.observer.Truthy() {
		p.observer.Call("disconnect")
		each(chips, func(chip js.Value) { p.observer.Call("observe", chip) })
	}
}

// index returns the index of a chip, or -1 for one of an earlier list.
func (p *previews) index(chip js.Value) int {
	for i := range p.chips.Length() {
		if p.chips.Index(i).Equal(chip) {
			return i
		}
	}
	return -1
}

// renew is called when the source shows something else, of which there are no pictures yet.
func (p *previews) renew() {
	p.round.Renew()
	each(p.chips, func(chip js.Value) {
		if canvas := within(chip, "canvas"); canvas.Truthy() {
			canvas.Call("remove")
		}
	})
}

// refresh requests the next picture if the stream has time to spare.
func (p *previews) refresh(stats stream.Stats) {
	p.stats = stats
	if p.asking.Truthy() && p.uploads.stay() {
		p.asking.Call("abort")
	}
	p.next()
}

// next is refresh with the figures of the last time.
func (p *previews) next() {
	if p.busy || !p.stats.Spare() || p.video.Get("readyState").Int() < haveCurrentData || document.Get("fullscreenElement").Truthy() {
		return
	}
	preset, first, ok := p.round.Next(time.Now())
	if !ok {
		return
	}
	chip, chain := p.chips.Index(preset), p.chain(preset) // the list may be another one afterwards
	if divided, err := wire.DivideChain(chain); err != nil || divided.After != chain {
		return // with a part that this page runs: no picture
	}
	p.busy = true
	ask := func() { p.ask(chip, chain, p.stats.Aim) }
	if first || !p.jpeg.Truthy() || p.kept && !p.uploads.stay() {
		p.take(ask)
	} else {
		ask()
	}
}

// take makes a small JPEG of the source's current picture.
func (p *previews) take(then func()) {
	width := p.video.Get("videoWidth").Int()
	height := max(1, p.video.Get("videoHeight").Int()*p.width/max(width, 1))
	canvas := window.Get("OffscreenCanvas").New(p.width, height)
	ctx := canvas.Call("getContext", "2d", object("alpha", false, "willReadFrequently", true))
	ctx.Call("drawImage", p.video, 0, 0, p.width, height)
	p.kept = p.uploads.stay()
	made := canvas.Call("convertToBlob", object("type", "image/jpeg", "quality", previewQuality/100.0))
	settled(made, func(blob js.Value) {
		p.jpeg = blob
		then()
	}, p.failed)
}

// ask requests the picture of a chain for a chip, with low priority on the link. The server refuses
// it if no worker is free within the stream's own budget. Where pictures stay in the page, it makes
// the picture itself.
func (p *previews) ask(chip js.Value, chain string, budget time.Duration) {
	if p.kept || p.uploads.stay() {
		p.uploads.developer.develop(p.jpeg, wire.Query{Chain: chain, Quality: previewQuality}, func(answer js.Value, _ string) {
			p.draw(chip, answer)
		}, func(why stream.Failure) {
			if p.busy = false; why.Code == stream.UnavailableCode {
				p.round.End()
			}
		})
		return
	}
	p.asking = window.Get("AbortController").New()
	headers := object(wire.HeaderFrameBudget, strconv.FormatInt(budget.Milliseconds(), 10))
	p.uploads.may.sign(headers)
	request := window.Call("fetch", p.url(chain), object(
		"method", "POST",
		"body", p.jpeg,
		"headers", headers,
		"cache", "no-store",
		"priority", "low",
		"signal", p.asking.Get("signal"),
	))
	settled(request, func(response js.Value) {
		p.asking = js.Undefined() // the picture has left
		switch response.Get("status").Int() {
		case 200:
		case 401, 403, 429, 503: // the server wants fewer requests, or none
			p.failed(js.Undefined())
			return
		default:
			p.busy = false // this chain has no picture
			return
		}
		settled(response.Call("blob"), func(answer js.Value) { p.draw(chip, answer) }, p.failed)
	}, p.failed)
}

// draw shows an answer, which may be larger than it has to be.
func (p *previews) draw(chip, answer js.Value) {
	settled(window.Call("createImageBitmap", answer, object("resizeWidth", p.width)), func(picture js.Value) {
		p.busy = false
		draw(chip, picture)
	}, p.failed)
}

func (p *previews) url(chain string) string {
	return wire.Query{Chain: chain, Quality: previewQuality, Scale: p.edit.PreviewScale(chain), Cap: p.uploads.may.capability}.URL(p.uploads.api)
}

// failed ends the round: the server is busy.
func (p *previews) failed(js.Value) {
	p.busy, p.asking = false, js.Undefined()
	p.round.End()
}

// draw shows a picture on a chip. The bitmap is transferred: drawing it in 2D would block this
// thread for milliseconds, and an <img> would have to load it from a URL first.
func draw(chip, picture js.Value) {
	canvas := within(chip, "canvas")
	if !canvas.Truthy() {
		canvas = element("canvas", "aria-hidden", "true")
		chip.Call("prepend", canvas)
	}
	for _, side := range []string{"width", "height"} {
		if size := picture.Get(side); !canvas.Get(side).Equal(size) {
			canvas.Set(side, size)
		}
	}
	canvas.Call("getContext", "bitmaprenderer").Call("transferFromImageBitmap", picture)
}
