package browser

import "syscall/js"

// keepPage has the browser keep the page, so that it opens without a network, too: see
// public/offline.js. It begins some seconds after the page has opened, so that what is kept
// does not arrive before what is needed, and spares viewers who save data. A browser that
// refuses, as in a private window or because the host's certificate is its own, keeps nothing.
func keepPage() {
	workers := window.Get("navigator").Get("serviceWorker")
	if !workers.Truthy() || savesData() {
		return
	}
	const calm = 5000 // ms
	window.Call("setTimeout", once(func(js.Value) {
		settled(workers.Call("register", "offline.js"), func(js.Value) {
			settled(workers.Get("ready"), func(registration js.Value) {
				registration.Get("active").Call("postMessage", "keep")
			}, ignore)
		}, ignore)
	}), calm)
}
