package browser

import (
	"slices"
	"syscall/js"

	"framepost/wasmclient/look"
)

// presets are the buttons for the server's presets and, after them, for the viewer's own looks.
// previews draws pictures on them.
type presets struct {
	edit     *look.Editor
	own      *look.Looks
	previews *previews
	apply    func(chain string)
	box      js.Value
}

func newPresets(edit *look.Editor, own *look.Looks, previews *previews, apply func(chain string)) *presets {
	p := &presets{edit: edit, own: own, previews: previews, apply: apply, box: byID("presets")}
	on(p.box, "click", func(event js.Value) {
		if chip := event.Get("target").Call("closest", "button"); chip.Truthy() {
			p.use(p.list()[slices.IndexFunc(elements(p.chips()), chip.Equal)])
		}
	})
	return p
}

// list returns what the chips stand for, in their order.
func (p *presets) list() []look.Preset { return slices.Concat(p.edit.Presets, *p.own) }

func (p *presets) show() {
	p.box.Call("replaceChildren", p.box.Get("firstElementChild")) // keep only the legend
	for _, preset := range p.edit.Presets {
		p.append(preset.Title, "class", "chip", "data-preset", preset.Name, "title", preset.Text)
	}
	p.showOwn()
}

// showOwn shows the viewer's looks. The presets keep their pictures.
func (p *presets) showOwn() {
	each(p.box.Call("querySelectorAll", "[data-own]"), func(chip js.Value) { chip.Call("remove") })
	for _, own := range *p.own {
		p.append(own.Title, "class", "chip", "data-own", "", "title", own.Chain)
	}
	p.box.Set("hidden", len(p.list()) == 0)
	p.previews.begin(p.edit, p.chips(), func(chip int) string { return p.edit.Applied(p.list()[chip].Chain) })
	p.mark()
}

func (p *presets) append(title string, attributes ...string) {
	chip := element("button", append(attributes, "type", "button")...)
	chip.Call("append", write(element("span"), title))
	p.box.Call("append", chip)
}

func (p *presets) chips() js.Value { return p.box.Call("querySelectorAll", "button") }

// useNamed uses the preset of that name, if there is one.
func (p *presets) useNamed(name string) {
	if preset, known := p.edit.Preset(name); known {
		p.use(preset)
	}
}

func (p *presets) use(preset look.Preset) {
	p.apply(preset.Chain)
	cancelStamp()
	said := preset.Title
	if preset.Text != "" {
		said += ": " + preset.Text
	}
	announce(said)
}

// step uses the preset or look at a distance of by, which may be negative, from the present one.
func (p *presets) step(by int) {
	if preset, ok := p.edit.Next(p.list(), p.edit.Chain(), by); ok {
		p.use(preset)
		within(p.box, "[aria-pressed=true]").Call("scrollIntoView", object("block", "nearest", "inline", "nearest"))
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

// mark marks the first preset or look that equals the chain.
func (p *presets) mark() {
	at := p.edit.At(p.list(), p.edit.Chain())
	for i, chip := range elements(p.chips()) {
		setPressed(chip, i == at)
	}
}

// cancelStamp lets the postmark come down once more, on the stamp that the preset makes anew.
func cancelStamp() {
	if reducedMotion() {
		return
	}
	frames := []any{object("scale", 1.7, "opacity", 0), object("scale", 1, "opacity", 1)}
	byID("postmark").Call("animate", frames, object("duration", 220, "easing", "ease-in"))
}
