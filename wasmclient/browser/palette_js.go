package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/look"
)

// palette is the list of operations that can be added, by group and with a search.
type palette struct {
	edit              *look.Editor              // has the catalogue
	append            func(op string) (ok bool) // appends to the chain
	box, search, list js.Value
	none              js.Value
	meant             string // the operation that a search without a match may mean
}

func newPalette(edit *look.Editor, add func(op string) bool) *palette {
	p := &palette{edit: edit, append: add, box: byID("add"), search: byID("search"), list: byID("ops"), none: byID("none")}
	on(p.search, "input", func(js.Value) { p.filter() })
	on(p.search, "keydown", func(event js.Value) {
		if text(event.Get("key")) == "Enter" { // which would submit the form
			event.Call("preventDefault")
			if first := within(p.list, "section:not([hidden]) button:not([hidden])"); first.Truthy() {
				p.add(data(first, "op"))
			} else if p.meant != "" {
				p.add(p.meant)
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
			p.add(data(b, "op"))
		}
	})
	return p
}

// show makes the list from the catalogue. The groups are in the order of their first
// operations.
func (p *palette) show() {
	p.list.Call("replaceChildren")
	groups := map[string]js.Value{}
	for i, op := range p.edit.Ops {
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

// filter shows the operations that match the search.
func (p *palette) filter() {
	words, any := value(p.search), false
	each(p.list.Get("children"), func(group js.Value) {
		some := false
		each(group.Call("querySelectorAll", "button"), func(b js.Value) {
			at, _ := strconv.Atoi(data(b, "at"))
			matches := look.Matches(p.edit.Ops[at], words)
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

// add appends an operation to the chain, and closes the list if there was room.
func (p *palette) add(op string) {
	if p.append(op) {
		p.box.Set("open", false)
		p.search.Set("value", "")
		p.filter()
	}
}
