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
	previews          *previews                 // draws what each operation does with its defaults
	append            func(op string) (ok bool) // appends to the chain
	use               func(look.Preset)         // replaces the chain
	box, search, list js.Value
	none              js.Value
	meant             string   // the operation that a search without a match may mean
	timer             js.Value // of the previews, while the list is open
}

func newPalette(edit *look.Editor, own *look.Looks, previews *previews, add func(op string) bool, use func(look.Preset)) *palette {
	p := &palette{edit: edit, own: own, previews: previews, append: add, use: use, box: byID("add"), search: byID("search"), list: byID("ops"), none: byID("none")}
	on(p.search, "input", func(js.Value) { p.filter() })
	onEnter(p.search, func(js.Value) {
		if best := within(p.list, "[data-best]"); best.Truthy() {
			p.choose(best)
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
	ask := callback(func(js.Value) { p.previews.next() })
	on(p.box, "toggle", func(js.Value) {
		window.Call("clearInterval", p.timer)
		if p.box.Get("open").Bool() {
			p.search.Call("focus")
			p.previews.round.Renew()
			p.timer = window.Call("setInterval", ask, look.OpTurn.Milliseconds())
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
	for _, op := range p.edit.Ops {
		line(op.Group, op.Name, op.Doc, "data-op", op.Name)
	}
	for i, own := range *p.own {
		line("My looks", own.Title, own.Chain, "data-at", strconv.Itoa(i))
	}
	lines := p.list.Call("querySelectorAll", "button")
	p.previews.begin(p.edit, lines, func(line int) string { return p.chain(lines.Index(line)) })
	p.list.Call("toggleAttribute", "data-pictures", p.previews.observer.Truthy())
	p.filter()
	p.box.Set("hidden", len(p.edit.Ops) == 0)
}

// chain returns the chain of a line: the operation with its defaults, or that of the look.
func (p *palette) chain(line js.Value) string {
	if op := data(line, "op"); op != "" {
		return op
	}
	return p.edit.Applied(p.look(line).Chain)
}

// look returns the look of a line.
func (p *palette) look(line js.Value) look.Preset {
	at, _ := strconv.Atoi(data(line, "at"))
	return (*p.own)[at]
}

// matches reports whether a search matches the operation or look of a line.
func (p *palette) matches(line js.Value, words string) bool {
	if op, known := p.edit.Op(data(line, "op")); known {
		return look.Matches(op, words)
	}
	return p.edit.MatchesLook(p.look(line), words)
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
	p.markBest(words)
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

// markBest marks the line that Enter chooses in a search: that of the operation which fits best or,
// if there is none, the first look.
func (p *palette) markBest(words string) {
	each(p.list.Call("querySelectorAll", "[data-best]"), func(b js.Value) { b.Call("removeAttribute", "data-best") })
	if words == "" {
		return
	}
	line := within(p.list, "section:not([hidden]) button:not([hidden])")
	if best := p.edit.Best(words); best != "" {
		line = within(p.list, "[data-op=\""+best+"\"]")
	}
	if line.Truthy() {
		line.Call("toggleAttribute", "data-best", true)
	}
}

// choose adds the operation of a line, or uses its look.
func (p *palette) choose(line js.Value) {
	if op := data(line, "op"); op != "" {
		p.add(op)
		return
	}
	p.use(p.look(line))
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
