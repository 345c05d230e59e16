package browser

import (
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// tour runs the demo picture through the presets, so that a first visitor sees what the page
// does before it may use the camera. It sends the presets' chains and leaves the editor alone.
type tour struct {
	chain   *chain
	over    func() // called at the end, when the viewer's own chain is shown again
	at      int    // index of the preset being shown
	running bool
	tick    js.Func
	timer   js.Value
}

// tourStep is how long each preset is shown, in ms: time enough to see what it does, and to read the
// page beside it. There is no hurry, since the presets' buttons have pictures of all of them.
const tourStep = 5000

func newTour(c *chain, over func()) *tour {
	t := &tour{chain: c, over: over}
	t.tick = callback(func(js.Value) { t.next() })
	return t
}

// wanted reports whether the visitor may like to see a tour: not one who asks for less motion or
// less data, nor one who comes by a link to a look. Nor where the first look has a mask, which the
// presets would take off.
func (t *tour) wanted() bool {
	return fragment() == "" && !wire.Bares(t.chain.edit.Chain(), "") && !savesData() && !reducedMotion()
}

func (t *tour) begin() {
	t.at, t.running = -1, true
	t.timer = window.Call("setInterval", t.tick, tourStep)
	document.Get("documentElement").Get("dataset").Set("tour", "")
}

func (t *tour) next() {
	presets := t.chain.edit.Presets
	if len(presets) == 0 {
		return // they have not arrived yet
	}
	if t.at++; t.at < len(presets) && presets[t.at].Chain == t.chain.edit.Chain() {
		t.at++ // it is shown already
	}
	switch {
	case t.at == len(presets):
		t.leave()
		return
	case t.at > len(presets):
		t.end()
		t.over()
		return
	}
	chain := t.chain.edit.Applied(presets[t.at].Chain)
	settings := stream.Settings{Chain: chain, Quality: t.chain.edit.Quality(), Shrinks: t.chain.edit.SetsSize(chain)}
	if t.chain.stream.Set(settings) == nil {
		t.chain.presets.spot(t.at)
		cancelStamp()
	}
}

// end ends the tour, if there is one, and returns to the viewer's chain.
func (t *tour) end() {
	if !t.running {
		return
	}
	t.running = false
	window.Call("clearInterval", t.timer)
	document.Get("documentElement").Get("dataset").Delete("tour")
	t.leave()
}

// leave leaves the presets for the viewer's own chain.
func (t *tour) leave() {
	t.chain.presets.spot(-1)
	_ = t.chain.send() // valid: it was in force before the tour
}
