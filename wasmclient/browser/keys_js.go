package browser

import (
	"strings"
	"syscall/js"
)

// listen makes keys do what the page's list of them says.
func (p *Page) listen() {
	dialog := byID("keys")
	help := func() {
		if dialog.Get("open").Bool() {
			dialog.Call("close")
		} else {
			dialog.Call("showModal")
		}
	}
	on(byID("help"), "click", func(js.Value) { help() })
	acts := map[action]func(){
		actStart:    p.controls.toggle,
		actSnapshot: p.keep.picture,
		actRecord:   p.keep.toggle,
		actHUD:      p.gauges.toggle,
		actFull:     p.view.fullScreen,
		actCompare:  p.view.compare,
		actNext:     func() { p.chain.presets.step(1) },
		actPrevious: func() { p.chain.presets.step(-1) },
		actUndo:     p.chain.back,
		actRedo:     p.chain.forth,
		actHelp:     help,
	}
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
