package browser

import (
	"strings"
	"syscall/js"
)

// listen binds the keys to the actions, including one that shows the page's list of keys.
func listen(acts map[action]func()) {
	dialog := byID("keys")
	acts[actHelp] = func() {
		if dialog.Get("open").Bool() {
			dialog.Call("close")
		} else {
			dialog.Call("showModal")
		}
	}
	onClick("help", acts[actHelp])
	on(document, "keydown", func(event js.Value) {
		act := pressed(event).action()
		if acts[act] == nil || event.Get("repeat").Bool() || dialog.Get("open").Bool() && act != actHelp {
			return
		}
		event.Call("preventDefault")
		acts[act]()
	})
}

func pressed(event js.Value) press {
	target := event.Get("target")
	return press{
		key:     text(event.Get("key")),
		ctrl:    event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool(),
		shift:   event.Get("shiftKey").Bool(),
		alt:     event.Get("altKey").Bool(),
		tag:     strings.ToLower(text(target.Get("tagName"))),
		control: text(target.Get("type")),
	}
}
