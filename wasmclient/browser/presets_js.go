package browser

import (
	"syscall/js"

	"framepost/wasmclient/look"
)

// presets are the buttons for the presets. previews draws pictures on them.
type presets struct {
	edit     *look.Editor
	previews *previews
	apply    func(chain string)
	box      js.Value
}

func newPresets(edit *look.Editor, previews *previews, apply func(chain string)) *presets {
	p := &presets{edit: edit, previews: previews, apply: apply, box: byID("presets")}
	on(p.box, "click", func(event js.Value) {
		if chip := event.Get("target").Call("closest", "button"); chip.Truthy() {
			p.use(data(chip, "preset"))
		}
	})
	return p
}

func (p *presets) show() {
	p.box.Call("replaceChildren", p.box.Get("firstElementChild")) // keep only the legend
	for _, preset := range p.edit.Presets {
		chip := element("button", "type", "button", "class", "chip", "data-preset", preset.Name, "title", preset.Text)
		chip.Call("append", write(element("span"), preset.Title))
		p.box.Call("append", chip)
	}
	p.box.Set("hidden", len(p.edit.Presets) == 0)
	p.previews.begin(p.edit, p.chips())
}

func (p *presets) chips() js.Value { return p.box.Call("querySelectorAll", "button") }

func (p *presets) use(name string) {
	if preset, known := p.edit.Preset(name); known {
		p.apply(preset.Chain)
		cancelStamp()
		announce(preset.Title + ": " + preset.Text)
	}
}

// step uses the preset at a distance of by, which may be negative, from the present one.
func (p *presets) step(by int) {
	if preset, ok := p.edit.Next(p.edit.Chain(), by); ok {
		p.use(preset.Name)
		within(p.box, "[aria-pressed=true]").Call("scrollIntoView", object(map[string]any{"block": "nearest", "inline": "nearest"}))
	}
}

// spot marks the preset at i, which a tour shows, and scrolls the strip to it; -1 marks none.
func (p *presets) spot(i int) {
	chips := p.chips()
	for j := range chips.Length() {
		chips.Index(j).Call("toggleAttribute", "data-spot", j == i)
	}
	if i >= 0 {
		left := chips.Index(i).Get("offsetLeft").Int() - p.box.Get("offsetLeft").Int() - p.box.Get("clientWidth").Int()/2
		p.box.Set("scrollLeft", left)
	}
}

// mark marks the preset that equals the chain.
func (p *presets) mark() {
	name := p.edit.Named(p.edit.Chain())
	each(p.chips(), func(chip js.Value) { setPressed(chip, data(chip, "preset") == name) })
}

// cancelStamp lets the postmark come down once more, on the stamp that the preset makes anew.
func cancelStamp() {
	if reducedMotion() {
		return
	}
	frames := []any{map[string]any{"scale": 1.7, "opacity": 0}, map[string]any{"scale": 1, "opacity": 1}}
	byID("postmark").Call("animate", frames, map[string]any{"duration": 220, "easing": "ease-in"})
}
