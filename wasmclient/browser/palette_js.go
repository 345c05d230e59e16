package browser

import (
	"strconv"
	"syscall/js"

	"framepost/api/wire"
)

// palette is the list of operations to add, by group and with a search.
type palette struct {
	chain             *chain
	box, search, list js.Value
	none              js.Value
}

func newPalette(c *chain) *palette {
	p := &palette{chain: c, box: byID("add"), search: byID("search"), list: byID("ops"), none: byID("none")}
	on(p.search, "input", func(js.Value) { p.filter() })
	on(p.search, "keydown", func(event js.Value) {
		if text(event.Get("key")) == "Enter" { // and not: submit the form
			event.Call("preventDefault")
			if first := within(p.list, "button:not([hidden])"); first.Truthy() {
				p.add(text(first.Get("dataset").Get("op")))
			}
		}
	})
	on(p.box, "keydown", func(event js.Value) {
		if text(event.Get("key")) == "Escape" {
			p.box.Set("open", false)
			within(p.box, "summary").Call("focus")
		}
	})
	on(p.box, "toggle", func(js.Value) {
		if p.box.Get("open").Bool() {
			p.search.Call("focus")
		}
	})
	on(p.list, "click", func(event js.Value) {
		if b := event.Get("target").Call("closest", "button"); b.Truthy() {
			p.add(text(b.Get("dataset").Get("op")))
		}
	})
	return p
}

// show makes the list from the catalogue: the groups in the order of their first
// operations there.
func (p *palette) show() {
	p.list.Call("replaceChildren")
	groups := map[string]js.Value{}
	for i, op := range p.chain.edit.Ops {
		group, known := groups[op.Group]
		if !known {
			group = element("section")
			group.Call("append", write(element("h3"), op.Group))
			groups[op.Group] = group
			p.list.Call("append", group)
		}
		b := element("button", "type", "button", "data-op", op.Name, "data-at", strconv.Itoa(i))
		b.Call("append", write(element("b"), op.Name), " "+op.Doc)
		group.Call("append", b)
	}
	p.filter()
	p.box.Set("hidden", false)
}

// filter leaves the operations that are looked for.
func (p *palette) filter() {
	words, any := value(p.search), false
	each(p.list.Get("children"), func(group js.Value) {
		some := false
		each(group.Call("querySelectorAll", "button"), func(b js.Value) {
			at, _ := strconv.Atoi(text(b.Get("dataset").Get("at")))
			matches := p.chain.edit.Ops[at].Matches(words)
			b.Set("hidden", !matches)
			some = some || matches
		})
		group.Set("hidden", !some)
		any = any || some
	})
	p.none.Set("hidden", any)
}

// add appends an operation to the chain and goes to its controls.
func (p *palette) add(name string) {
	c := p.chain
	if !c.edit.Add(name) {
		c.slip = "the chain has " + strconv.Itoa(wire.MaxOps) + " operations already, more are not allowed"
		c.page.refresh()
		return
	}
	p.box.Set("open", false)
	p.search.Set("value", "")
	p.filter()
	c.say(name + " added")
	c.changed()
	c.steps.enter(len(c.edit.Steps()) - 1)
}
