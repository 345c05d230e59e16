package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// update notices that the server has got another version of the page while this one
// was open: a server that was away may be a new one when it is back.
type update struct {
	tag   string // the page's ETag when it was loaded
	away  bool
	newer func(address string)
}

func newUpdate(newer func(address string)) *update {
	u := &update{newer: newer}
	u.ask(func(tag string) { u.tag = tag })
	return u
}

func (u *update) refresh(stats stream.Stats) {
	switch stats.State {
	case stream.Reconnecting:
		u.away = true
	case stream.Live:
		if u.away && u.tag != "" {
			u.ask(func(tag string) {
				if tag != "" && tag != u.tag {
					u.tag = tag // told once
					u.newer(page())
				}
			})
		}
		u.away = false
	}
}

// page is the page's address without what comes after the #.
func page() string {
	location := window.Get("location")
	return text(location.Get("origin")) + text(location.Get("pathname")) + text(location.Get("search"))
}

func (u *update) ask(tell func(tag string)) {
	request := window.Call("fetch", page(), object(map[string]any{"method": "HEAD", "cache": "no-store"}))
	settled(request, func(response js.Value) {
		if response.Get("ok").Bool() {
			tell(text(response.Get("headers").Call("get", "ETag")))
		}
	}, func(js.Value) {}) // away: it will be asked again
}
