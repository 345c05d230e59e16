package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// keeper has the browser keep the page, so that it opens without a network, too: see
// public/offline.js. It begins some seconds after the page has opened, so that what is kept
// does not arrive before what is needed, and while the frames leave room on the link. It
// spares viewers who save data. A browser that refuses, as in a private window or because the
// host's certificate is its own, keeps nothing.
type keeper struct {
	stream *stream.Stream
	worker js.Value // the active service worker; undefined until it may begin, and at the end
	keeps  bool
}

func newKeeper(s *stream.Stream) *keeper {
	k := &keeper{stream: s}
	workers := window.Get("navigator").Get("serviceWorker")
	if !workers.Truthy() || savesData() {
		return k
	}
	const calm = 5000 // ms
	window.Call("setTimeout", once(func(js.Value) {
		on(workers, "message", func(js.Value) { k.worker = js.Undefined() })
		settled(workers.Call("register", "offline.js"), func(js.Value) {
			settled(workers.Get("ready"), func(registration js.Value) { k.worker = registration.Get("active") }, ignore)
		}, ignore)
	}), calm)
	return k
}

func (k *keeper) refresh(stream.Stats) {
	switch {
	case k.worker.IsUndefined():
	case !k.keeps && k.stream.HasRoom():
		k.keeps = true
		k.worker.Call("postMessage", "keep")
	case k.keeps && k.stream.HeldUp():
		k.keeps = false
		k.worker.Call("postMessage", "wait")
	}
}
