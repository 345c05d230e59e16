package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"github.com/bep/debounce"

	"framepost/api/wire"
	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// How long after the last input a change is sent. Only input by hand is debounced: steady
// input, such as frames, would never be sent.
const (
	typing = 250 * time.Millisecond
	tuning = 80 * time.Millisecond
)

// chain is the part of the page that edits the operations and the quality: as text, as a
// list of steps and as presets, which all show the same look.Editor.
type chain struct {
	stream      *stream.Stream // sends the frames, with the chain and the quality
	api         string         // origin of the API
	edit        *look.Editor
	soon, later func(func())
	notify      func(Message)
	applied     func() // called when the page should show the effect of a change
	alone       func() // called when there is no API

	sent        stream.Settings
	slip        string // error in the text, found without the server
	linked      bool   // the look is that of a link, and the server has not answered with it yet
	saved       string // with the steps that were bypassed before a reload, see Editor.Save
	opened      bool   // whether a link has been opened before
	noCatalogue bool   // the last request for the catalogue failed

	steps   *steps
	palette *palette
	presets *presets
	looks   *looks
	share   *share
	mirrors *mirror

	text, quality, value, undoButton, redoButton js.Value
}

func newChain(s *stream.Stream, api string, may *credential, settings stream.Settings, previews, opPreviews *previews,
	notify func(Message), applied, alone func()) *chain {
	c := &chain{
		stream: s, api: api, sent: settings, edit: look.NewEditor(settings.Chain, settings.Quality),
		soon: debounce.New(tuning), later: debounce.New(typing), notify: notify, applied: applied, alone: alone,
		saved: recall("steps"),
		text:  byID("chain"), quality: byID("quality"), value: byID("quality-value"),
		undoButton: byID("undo"), redoButton: byID("redo"),
	}
	c.steps = newSteps(c.edit, func() {
		c.linked = false
		c.changed()
	}, c.tuned)
	c.looks = newLooks(c.edit, func() {
		c.palette.show()
		c.presets.showOwn()
	})
	c.presets = newPresets(c.edit, &c.looks.own, previews, c.use)
	c.palette = newPalette(c.edit, &c.looks.own, opPreviews, c.add, c.presets.use)
	c.share = newShare(c.edit, api, may, c.open)
	c.mirrors = newMirror(c.edit, may, func() {
		c.presets.previews.renew()
		c.changed()
	}, c.full)
	on(c.text, "input", func(js.Value) {
		if c.urgent(value(c.text)) {
			c.typed()
		} else {
			c.later(c.typed)
		}
	})
	on(byID("form"), "submit", func(event js.Value) {
		event.Call("preventDefault")
		c.typed()
	})
	on(c.quality, "input", func(js.Value) {
		q, _ := strconv.Atoi(value(c.quality))
		c.edit.SetQuality(q)
		write(c.value, strconv.Itoa(q))
		c.soon(c.apply)
	})
	onClick("undo", c.undo)
	onClick("redo", c.redo)
	onClick("clear", func() {
		c.edit.SetQuality(wire.DefaultQuality)
		c.use(wire.DefaultChain)
	})
	return c
}

// begin shows the look of the page's address, or else the first one, which is written as
// in an address; "" is the default look.
func (c *chain) begin(first string) {
	c.share.begin(first)
	c.restore()
	if c.api == "" { // the page's host, which may have files alone
		c.stream.AwaitServer()
	}
	c.load()
	c.show()
}

// restore brings back the steps that were bypassed before a reload. There is nothing before
// that for undo.
func (c *chain) restore() {
	c.edit.Restore(c.saved)
	c.edit.Forget()
	c.steps.show()
}

// show updates every part of the page that shows the editor's state.
func (c *chain) show() {
	c.text.Set("value", c.edit.Chain())
	c.quality.Set("value", c.edit.Quality())
	write(c.value, strconv.Itoa(c.edit.Quality()))
	c.steps.show()
	c.showAround()
}

// showAround updates the parts that depend on the chain and quality but do not edit them.
func (c *chain) showAround() {
	c.undoButton.Set("disabled", !c.edit.CanUndo())
	c.redoButton.Set("disabled", !c.edit.CanRedo())
	remember("steps", c.edit.Save())
	c.presets.mark()
	c.share.show(c.slip == "")
	c.mirrors.show()
}

// changed is called when the list of steps has changed.
func (c *chain) changed() {
	c.edit.Commit()
	c.show()
	c.applySoon()
}

// tuned is called when a parameter has changed. Its control shows the new value already.
func (c *chain) tuned() {
	c.linked = false
	c.text.Set("value", c.edit.Chain())
	c.applySoon()
}

// urgent reports whether a chain has, or is to have, a mask that the present one has not. It is in force
// when the viewer sees it: until then, frames would leave without it.
func (c *chain) urgent(chain string) bool {
	return wire.Bares(chain, c.sent.Chain) || c.misread(chain) != nil
}

// misread returns why the mask that a text asks for cannot be made out, or nil.
func (c *chain) misread(text string) error {
	return wire.MisreadMark(text, func(name string) bool {
		_, known := c.edit.Op(name)
		return known
	})
}

// applySoon is apply after the last of several changes, unless it is urgent.
func (c *chain) applySoon() {
	if c.urgent(c.edit.Chain()) {
		c.apply()
	} else {
		c.soon(c.apply)
	}
}

// typed is called when the text has changed.
func (c *chain) typed() {
	c.linked = false
	if err := c.edit.Write(value(c.text)); err != nil {
		c.complain(detail(err))
		return
	}
	c.steps.show()
	c.apply()
}

// complain shows an error in the chain.
func (c *chain) complain(slip string) {
	c.slip = slip
	c.guard()
	c.applied()
}

// guard lets nothing leave while the text asks for a mask in words that cannot be read.
func (c *chain) guard() {
	why := stream.Failure{}
	if err := c.misread(value(c.text)); err != nil {
		why = stream.Failure{Code: wire.BadOps, Detail: detail(err)}
		c.slip = why.Detail // also if something else than the text has been changed since
		c.linked = false    // there is another message
	}
	c.stream.Withhold(why)
}

// use replaces the chain by that of a preset or the default one.
func (c *chain) use(chain string) { c.replaced(chain, c.edit.Apply(chain)) }

// replaced shows a chain that has replaced the other. One with an error is only shown as text,
// for the viewer to correct.
func (c *chain) replaced(chain string, err error) {
	if err != nil {
		c.text.Set("value", chain)
		c.complain(detail(err))
		return
	}
	c.changed()
}

// open replaces chain and quality by those of a link, or those that the page begins with.
func (c *chain) open(link look.Link, shared bool) {
	if link.Quality != 0 {
		c.edit.SetQuality(link.Quality)
	}
	c.linked = true
	switch _, known := c.edit.Preset(link.Preset); {
	case link.Preset != "" && !known:
		c.complain("there is no preset " + link.Preset)
	case link.Preset != "":
		c.presets.useNamed(link.Preset)
	case link.Chain != nil && shared:
		c.replaced(*link.Chain, c.edit.Open(*link.Chain))
	case link.Chain != nil:
		c.use(*link.Chain)
	case link.Quality != 0:
		c.changed()
	}
	if !c.opened { // a new visitor has nothing to undo
		c.opened = true
		c.restore()
		c.showAround()
	}
}

// add appends an operation and moves the focus to its controls. It reports whether there was
// room.
func (c *chain) add(name string) bool {
	if !c.edit.Add(name) {
		c.full()
		return false
	}
	announce(name + " added")
	c.changed()
	c.steps.focus(len(c.edit.Steps())-1, "[data-param]")
	return true
}

func (c *chain) full() {
	c.complain("the chain has " + strconv.Itoa(wire.MaxOps) + " operations already, more are not allowed")
}

// apply sends chain and quality with the next frame, and saves them as a state for undo.
func (c *chain) apply() {
	c.edit.Commit()
	c.slip = ""
	if err := c.send(); err != nil {
		c.slip = detail(err)
	}
	c.guard()
	c.showAround()
	c.applied()
}

func (c *chain) send() error {
	c.sent = c.settings()
	return c.stream.Set(c.sent)
}

func (c *chain) settings() stream.Settings {
	chain := c.edit.Chain()
	sent := chain // what the server runs of it
	if divided, err := wire.DivideChain(chain); err == nil {
		sent = divided.After
	}
	return stream.Settings{Chain: chain, Quality: c.edit.Quality(), Shrinks: c.edit.SetsSize(sent)}
}

func (c *chain) undo() { c.restored(c.edit.Undo()) }
func (c *chain) redo() { c.restored(c.edit.Redo()) }

func (c *chain) restored(other bool) {
	if other {
		c.show()
		c.apply()
	}
}

// refresh shows whether the server accepts the chain.
func (c *chain) refresh(stats stream.Stats) {
	complaint := c.slip
	if complaint == "" && stats.Refusal != nil {
		complaint = stats.Refusal.Detail
	}
	if c.noCatalogue && stats.State == stream.Live && stats.Where == stream.OnServer {
		c.load() // the first request failed, since the server was away
	}
	if c.linked && complaint != "" && stats.State == stream.Live { // a start clears the message
		c.linked = false
		c.notify(LinkMessage(complaint))
	}
	setLabel("chain-error", complaint)
	c.text.Call("setAttribute", "aria-invalid", complaint != "")
}
