package browser

import (
	"errors"
	"slices"
	"strconv"
	"syscall/js"

	"framepost/wasmclient/look"
)

// looks is the panel with the viewer's own looks: it saves the present chain under a name, renames
// and deletes, and exports and imports all as a file. The browser keeps them for the next visit.
type looks struct {
	edit    *look.Editor
	own     look.Looks
	gone    look.Preset // the one deleted last, which can be put back
	changed func()      // called when the list is another one

	name, list, picker, said, back js.Value
}

// longestLooks bounds a file with looks, in bytes: 100 chains are far shorter.
const longestLooks = 1 << 20

const keptLooks = "looks" // the name in localStorage

func newLooks(edit *look.Editor, changed func()) *looks {
	l := &looks{
		edit: edit, changed: changed,
		name: byID("look-name"), list: byID("look-list"), picker: byID("look-file"), said: byID("look-said"), back: byID("look-back"),
	}
	l.name.Set("maxLength", look.LongestTitle)
	onClick("look-save", l.save)
	onEnter(l.name, func(js.Value) { l.save() })
	on(l.list, "click", func(event js.Value) {
		if event.Get("target").Call("closest", "button").Truthy() {
			l.delete(l.index(event.Get("target")))
		}
	})
	on(l.list, "change", func(event js.Value) { l.rename(event.Get("target")) })
	onEnter(l.list, func(event js.Value) { l.rename(event.Get("target")) })
	onClick("look-back", l.putBack)
	onClick("look-export", l.export)
	onClick("look-import", func() { l.picker.Call("click") })
	on(l.picker, "change", func(js.Value) { l.open(l.picker.Get("files").Index(0)) })
	on(window, "storage", func(event js.Value) { // another tab has changed them
		if event.Get("key").IsNull() || text(event.Get("key")) == remembered+keptLooks {
			l.load()
			l.changed()
		}
	})
	l.load()
	return l
}

// load reads what the browser has kept. What cannot be read counts as nothing.
func (l *looks) load() {
	var own look.Looks
	if list, err := readLooks(kept(keptLooks)); err == nil {
		_, _ = own.Import(list, nil) // with an error it stays empty
	}
	l.own = own
	l.show()
}

// store keeps the looks, shows them, and says what has happened.
func (l *looks) store(said string) {
	if !keep(keptLooks, l.own.JSON()) {
		said += ". This browser keeps nothing for the page: export them before you close it"
	}
	l.show()
	l.changed()
	l.say(said)
}

// say shows what has happened. A look that was deleted before can no longer be put back.
func (l *looks) say(words string) {
	write(l.said, words)
	l.back.Set("hidden", true)
}

func (l *looks) show() {
	l.list.Call("replaceChildren")
	for _, p := range l.own {
		title := withValue(element("input", "type", "text", "spellcheck", "false", "aria-label", "Name of "+p.Title, "title", p.Chain), p.Title)
		title.Set("maxLength", look.LongestTitle)
		remove := write(element("button", "type", "button", "class", "quiet icon", "aria-label", "× Delete "+p.Title, "title", "Delete"), "×")
		line := element("li", "class", "row")
		line.Call("append", title, remove)
		l.list.Call("append", line)
	}
	byID("look-export").Set("disabled", len(l.own) == 0)
}

// index returns the index of the look whose line has that element, or -1.
func (l *looks) index(e js.Value) int {
	return slices.IndexFunc(elements(l.list.Get("children")), e.Call("closest", "li").Equal)
}

// focus moves the focus to the name of a look, or else to that of the next one to save.
func (l *looks) focus(i int) {
	if lines := l.list.Get("children"); i >= 0 && i < lines.Length() {
		within(lines.Index(i), "input").Call("focus")
	} else {
		l.name.Call("focus")
	}
}

func (l *looks) save() {
	title := value(l.name)
	replaced, err := l.own.Save(title, l.edit.Chain(), l.edit.Presets)
	switch {
	case err != nil:
		l.say("Not saved: " + err.Error())
		l.name.Call("focus")
		return
	case replaced:
		l.store("Saved in place of the one with that name")
	default:
		l.store("Saved beside the presets")
		within(document, "#presets > :last-child").Call("scrollIntoView", object("block", "nearest"))
	}
	l.name.Set("value", "")
}

func (l *looks) rename(input js.Value) {
	i := l.index(input)
	if i < 0 || value(input) == l.own[i].Title {
		return
	}
	if err := l.own.Rename(i, value(input), l.edit.Presets); err != nil {
		input.Set("value", l.own[i].Title)
		l.say("Not renamed: " + err.Error())
		return
	}
	focused := document.Get("activeElement").Equal(input)
	if l.store("Renamed"); focused {
		l.focus(i)
	}
}

func (l *looks) delete(i int) {
	l.gone = l.own.Delete(i)
	l.store(l.gone.Title + " is deleted")
	l.back.Set("hidden", false)
	l.focus(min(i, len(l.own)-1))
}

// putBack saves the look that was deleted last.
func (l *looks) putBack() {
	if _, err := l.own.Import([]look.Preset{l.gone}, l.edit.Presets); err != nil {
		l.say("Not put back: " + err.Error())
		return
	}
	l.store(l.gone.Title + " is back")
	l.focus(len(l.own) - 1)
}

func (l *looks) export() {
	blob := window.Get("Blob").New([]any{l.own.JSON()}, object("type", "application/json"))
	handOver(blob, "json", l.say)
}

// open imports a file.
func (l *looks) open(file js.Value) {
	if !file.Truthy() {
		return
	}
	l.picker.Set("value", "") // so that picking the same file again is a change
	if file.Get("size").Int() > longestLooks {
		l.say("Not imported: the file is longer than " + strconv.Itoa(longestLooks>>20) + " MB, which no list of looks is")
		return
	}
	settled(file.Call("text"), func(words js.Value) { l.read(text(words)) }, func(js.Value) {
		l.say("Not imported: the file cannot be read")
	})
}

func (l *looks) read(words string) {
	list, err := readLooks(words)
	added := 0
	if err == nil {
		added, err = l.own.Import(list, l.edit.Presets)
	}
	switch {
	case err != nil:
		l.say("Not imported: " + err.Error())
	case added == 0:
		l.say("Nothing new in it")
	default:
		l.store(strconv.Itoa(added) + " imported")
	}
}

var errNoLooks = errors.New(`it is not a list of looks, such as [{"title": "Evening", "chain": "gamma:1.4"}]`)

// readLooks reads a list of looks, as Looks.JSON writes it, or a single one. It reads title and
// chain and ignores the rest.
func readLooks(words string) (list []look.Preset, err error) {
	err = errNoLooks
	attempt(func() { // JSON.parse throws
		document := window.Get("JSON").Call("parse", words)
		if !window.Get("Array").Call("isArray", document).Bool() {
			document = js.ValueOf([]any{document})
		}
		for i := range document.Length() {
			entry := document.Index(i)
			title, chain := entry.Get("title"), entry.Get("chain") // panics if entry is no object
			if title.Type() != js.TypeString || chain.Type() != js.TypeString {
				return
			}
			list = append(list, look.Preset{Title: title.String(), Chain: chain.String()})
		}
		err = nil
	})
	return list, err
}
