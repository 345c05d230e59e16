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

// How long a hand must pause before what it did is sent. Debouncing is for hands alone:
// steady input, like frames, would starve it.
const (
	typing = 250 * time.Millisecond
	tuning = 80 * time.Millisecond
)

// chain is the editor of the operations and the quality: as text, as a list of steps and
// as presets, all of which show the same look.Editor.
type chain struct {
	page        *Page
	edit        *look.Editor
	soon, later func(func())
	slip        string // what is wrong with the text as it stands, found without the server
	lacks       bool   // the catalogue, although it was asked for

	steps   *steps
	palette *palette
	presets *presets
	share   *share

	text, complaint, quality, value, undo, redo js.Value
}

func newChain(p *Page, s stream.Settings) *chain {
	c := &chain{
		page:      p,
		edit:      look.NewEditor(s.Chain, s.Quality),
		soon:      debounce.New(tuning),
		later:     debounce.New(typing),
		text:      byID("chain"),
		complaint: byID("chain-error"),
		quality:   byID("quality"),
		value:     byID("quality-value"),
		undo:      byID("undo"),
		redo:      byID("redo"),
	}
	c.steps, c.palette, c.presets, c.share = newSteps(c), newPalette(c), newPresets(c), newShare(c)
	on(c.text, "input", func(js.Value) { c.later(c.typed) })
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
	on(c.undo, "click", func(js.Value) { c.back() })
	on(c.redo, "click", func(js.Value) { c.forth() })
	on(byID("clear"), "click", func(js.Value) {
		c.edit.SetQuality(wire.DefaultQuality)
		c.use(wire.DefaultChain)
	})
	return c
}

// load asks the server what it can do, again after a failure. What the page shows of it
// comes from there alone, so a server with more operations shows more controls.
func (c *chain) load() {
	c.lacks = false
	fetchCatalogue(c.page.api, func(catalogue look.Catalogue) {
		c.edit.Catalogue = catalogue
		c.palette.show()
		c.presets.show()
		c.show()
		c.share.loaded()
	}, func() { c.lacks = true })
}

// show shows the editor's state wherever it is shown.
func (c *chain) show() {
	c.text.Set("value", c.edit.Chain())
	c.quality.Set("value", c.edit.Quality())
	write(c.value, strconv.Itoa(c.edit.Quality()))
	c.steps.show()
	c.around()
}

// around shows what depends on the look but is no editor of it.
func (c *chain) around() {
	c.undo.Set("disabled", !c.edit.CanUndo())
	c.redo.Set("disabled", !c.edit.CanRedo())
	c.presets.mark()
	c.share.show()
	c.page.view.flip(c.edit.Steps())
}

// changed is after the list of steps has changed.
func (c *chain) changed() {
	c.edit.Commit()
	c.show()
	c.soon(c.apply)
}

// tuned is after a parameter has changed, which its control shows already.
func (c *chain) tuned() {
	c.text.Set("value", c.edit.Chain())
	c.soon(c.apply)
}

// typed is after the text has changed.
func (c *chain) typed() {
	if err := c.edit.Write(value(c.text)); err != nil {
		c.slip = detail(err)
		c.page.refresh()
		return
	}
	c.steps.show()
	c.apply()
}

// use replaces the chain, by a preset for instance. What a link says may be wrong: then
// it stands as text, for the viewer to mend.
func (c *chain) use(chain string) {
	if err := c.edit.Apply(chain); err != nil {
		c.text.Set("value", chain)
		c.slip = detail(err)
		c.page.refresh()
		return
	}
	c.changed()
}

// apply sends the look with the next frame, and makes it one to come back to.
func (c *chain) apply() {
	c.edit.Commit()
	c.around()
	c.slip = ""
	if err := c.page.stream.Set(stream.Settings{Chain: c.edit.Chain(), Quality: c.edit.Quality()}); err != nil {
		c.slip = detail(err)
	}
	c.page.refresh()
}

func (c *chain) back() {
	if c.edit.Undo() {
		c.show()
		c.apply()
	}
}

func (c *chain) forth() {
	if c.edit.Redo() {
		c.show()
		c.apply()
	}
}

// say tells those who do not see the page what has changed in it.
func (c *chain) say(what string) { write(byID("said"), what) }

// refresh shows what the server thinks of the chain.
func (c *chain) refresh(stats stream.Stats) {
	complaint := c.slip
	if complaint == "" && stats.Refusal != nil {
		complaint = stats.Refusal.Detail
	}
	if c.lacks && stats.State == stream.Live {
		c.load() // it was away when it was asked
	}
	if c.complaint.Get("textContent").String() == complaint {
		return
	}
	write(c.complaint, complaint)
	c.text.Call("setAttribute", "aria-invalid", complaint != "")
}
