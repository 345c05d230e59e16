package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/look"
)

// palette is the list of operations that can be added, by group and with a search. The search also
// finds the viewer's own looks, which replace the chain.
type palette struct {
	edit              *look.Editor // has the catalogue
	own               *look.Looks
	append            func(op string) (ok bool) // appends to the chain
	use               func(look.Preset)         // replaces the chain
	box, search, list js.Value
	none              js.Value
	meant             string // the operation that a search without a match may mean
}

func newPalette(edit *look.Editor, own *look.Looks, add func(op string) bool, use func(look.Preset)) *palette {
	p := &palette{edit: edit, own: own, append: add, use: use, box: byID("add"), search: byID("search"), list: byID("ops"), none: byID("none")}
	on(p.search, "input", func(js.Value) { p.filter() })
	onEnter(p.search, func(js.Value) {
		if first := within(p.list, "section:not([hidden]) button:not([hidden])"); first.Truthy() {
			p.choose(first)
		} else if p.meant != "" {
			p.add(p.meant)
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
			p.choose(b)
		}
	})
	return p
}

// show makes the list from the catalogue. The groups are in the order of their first
// operations; the looks are the last one.
func (p *palette) show() {
	p.list.Call("replaceChildren")
	groups := map[string]js.Value{}
	line := func(group, title, text string, attributes ...string) {
		box, known := groups[group]
		if !known {
			box = element("section")
			box.Call("append", write(element("h3"), group))
			groups[group] = box
			p.list.Call("append", box)
		}
		b := element("button", append(attributes, "type", "button")...)
		b.Call("append", write(element("b"), title), " "+text)
		box.Call("append", b)
	}
	for i, op := range p.edit.Ops {
		line(op.Group, op.Name, op.Doc, "data-op", op.Name, "data-at", strconv.Itoa(i))
	}
	for i, own := range *p.own {
		line("My looks", own.Title, own.Chain, "data-at", strconv.Itoa(i))
	}
	p.filter()
	p.box.Set("hidden", len(p.edit.Ops) == 0)
}

// matches reports whether a search matches the operation or look of a line.
func (p *palette) matches(line js.Value, words string) bool {
	at, _ := strconv.Atoi(data(line, "at"))
	if data(line, "op") == "" {
		return p.edit.MatchesLook((*p.own)[at], words)
	}
	return look.Matches(p.edit.Ops[at], words)
}

// filter shows the lines that match the search.
func (p *palette) filter() {
	words, any := value(p.search), false
	each(p.list.Get("children"), func(group js.Value) {
		some := false
		each(group.Call("querySelectorAll", "button"), func(b js.Value) {
			matches := p.matches(b, words)
			b.Set("hidden", !matches)
			some = some || matches
		})
		group.Set("hidden", !some)
		any = any || some
	})
	p.none.Set("hidden", any)
	p.meant = ""
	if !any {
		said := "No operation is called so."
		if p.meant = p.edit.Meant(words); p.meant != "" {
			said += " Did you mean " + p.meant + "? Enter adds it."
		}
		write(p.none, said)
	}
}

// choose adds the operation of a line, or uses its look.
func (p *palette) choose(line js.Value) {
	if op := data(line, "op"); op != "" {
		p.add(op)
		return
	}
	at, _ := strconv.Atoi(data(line, "at"))
	p.use((*p.own)[at])
	p.close()
	within(p.box, "summary").Call("focus")
}

// add appends an operation to the chain, and closes the list if there was room.
func (p *palette) add(op string) {
	if p.append(op) {
		p.close()
	}
}

func (p *palette) close() {
	p.box.Set("open", false)
	p.search.Set("value", "")
	p.filter()
}
