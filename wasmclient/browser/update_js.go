package browser

import (
	"syscall/js"
	"time"

	"framepost/wasmclient/stream"
)

// update detects that the server has another version of the page than the open one. It checks
// after requests have failed, since the server may have been replaced then.
type update struct {
	tag    string // the page's ETag when it was loaded
	failed int    // number of failed requests at the last check
	asked  time.Time
	newer  func(address string)
}

// updateInterval is the least time between two checks, however often frames fail.
const updateInterval = 2 * time.Second

func newUpdate(newer func(address string)) *update {
	u := &update{newer: newer}
	u.ask(func(tag string) { u.tag = tag })
	return u
}

func (u *update) refresh(stats stream.Stats) {
	if stats.State != stream.Live || stats.Where != stream.OnServer || stats.Failed == u.failed || time.Since(u.asked) < updateInterval {
		return
	}
	u.failed = stats.Failed
	u.ask(func(tag string) {
		if tag != "" && u.tag != "" && tag != u.tag {
			u.tag = tag // so that each version is reported once
			u.newer(page())
		}
	})
}

// page returns the page's address without its fragment.
func page() string {
	location := window.Get("location")
	return text(location.Get("origin")) + text(location.Get("pathname")) + text(location.Get("search"))
}

func (u *update) ask(answered func(tag string)) {
	u.asked = time.Now()
	request := window.Call("fetch", page(), object("method", "HEAD", "cache", "no-store"))
	settled(request, func(response js.Value) {
		if response.Get("ok").Bool() {
			answered(text(response.Get("headers").Call("get", "ETag")))
		}
	}, ignore) // the server is away: a later check follows
}
