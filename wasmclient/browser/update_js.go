package browser

import (
	"syscall/js"
	"time"

	"framepost/wasmclient/stream"
)

// update notices that the server has got another version of the page while this one
// was open: a server that has failed for a moment may be a new one.
type update struct {
	tag    string // the page's ETag when it was loaded
	failed int    // requests, when it was last asked
	asked  time.Time
	newer  func(address string)
}

// often bounds how often the server is asked, whatever else fails.
const often = 2 * time.Second

func newUpdate(newer func(address string)) *update {
	u := &update{newer: newer}
	u.ask(func(tag string) { u.tag = tag })
	return u
}

func (u *update) refresh(stats stream.Stats) {
	if stats.State != stream.Live || stats.Failed == u.failed || time.Since(u.asked) < often {
		return
	}
	u.failed = stats.Failed
	u.ask(func(tag string) {
		if tag != "" && u.tag != "" && tag != u.tag {
			u.tag = tag // told once
			u.newer(page())
		}
	})
}

// page is the page's address without what comes after the #.
func page() string {
	location := window.Get("location")
	return text(location.Get("origin")) + text(location.Get("pathname")) + text(location.Get("search"))
}

func (u *update) ask(tell func(tag string)) {
	u.asked = time.Now()
	request := window.Call("fetch", page(), object(map[string]any{"method": "HEAD", "cache": "no-store"}))
	settled(request, func(response js.Value) {
		if response.Get("ok").Bool() {
			tell(text(response.Get("headers").Call("get", "ETag")))
		}
	}, func(js.Value) {}) // away: it will be asked again
}
