package browser

import (
	"syscall/js"

	"framepost/api/wire"
)

// watchCatalogue calls changed when the server has other operations than before. Where they change
// while the server runs, their author wants to see each at once.
func watchCatalogue(api string, changed func()) {
	const interval = 300 // ms
	last := ""
	seen := func(response js.Value) {
		if !response.Get("ok").Bool() {
			return
		}
		tag := text(response.Get("headers").Call("get", "ETag"))
		if last != "" && tag != last {
			changed()
		}
		last = tag
	}
	options := object("method", "HEAD", "cache", "no-store")
	window.Call("setInterval", callback(func(js.Value) {
		settled(window.Call("fetch", api+wire.PathOps, options), seen, ignore) // the server may be away
	}), interval)
}
