package browser

import "syscall/js"

// presets are chips, one for each named chain. previews puts pictures on them.
type presets struct {
	chain *chain
	box   js.Value
}

func newPresets(c *chain) *presets {
	p := &presets{chain: c, box: byID("presets")}
	on(p.box, "click", func(event js.Value) {
		if chip := event.Get("target").Call("closest", "button"); chip.Truthy() {
			p.use(text(chip.Get("dataset").Get("preset")))
		}
	})
	return p
}

func (p *presets) show() {
	p.box.Call("replaceChildren", p.box.Get("firstElementChild")) // the legend
	for _, preset := range p.chain.edit.Presets {
		chip := element("button", "type", "button", "class", "chip", "data-preset", preset.Name, "title", preset.Text)
		chip.Call("append", write(element("span"), preset.Title))
		p.box.Call("append", chip)
	}
	p.box.Set("hidden", len(p.chain.edit.Presets) == 0)
	p.chain.page.previews.begin(p.chain.edit.Presets, p.box.Call("querySelectorAll", "button"))
}

func (p *presets) use(name string) {
	if preset, known := p.chain.edit.Preset(name); known {
		p.chain.use(preset.Chain)
		p.chain.say(preset.Title + ": " + preset.Text)
	}
}

// step goes to a preset before or after the one at present.
func (p *presets) step(by int) {
	if preset, ok := p.chain.edit.Next(p.chain.edit.Chain(), by); ok {
		p.use(preset.Name)
		within(p.box, "[aria-pressed=true]").Call("scrollIntoView", object(map[string]any{"block": "nearest", "inline": "nearest"}))
	}
}

// mark shows which preset the chain is.
func (p *presets) mark() {
	name := p.chain.edit.Named(p.chain.edit.Chain())
	each(p.box.Call("querySelectorAll", "button"), func(chip js.Value) {
		hold(chip, text(chip.Get("dataset").Get("preset")) == name)
	})
}
