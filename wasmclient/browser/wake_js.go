package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// wake keeps a phone's screen on while the page streams. The browser releases the lock itself
// when the page is hidden.
type wake struct {
	lock  js.Value // undefined if there is none
	asked bool
}

// refresh acquires or releases the lock.
func (w *wake) refresh(stats stream.Stats) {
	on := stats.State == stream.Starting || stats.State == stream.Live || stats.State == stream.Reconnecting
	locks := window.Get("navigator").Get("wakeLock")
	switch held := w.lock.Truthy() && !w.lock.Get("released").Bool(); {
	case on && !held && !w.asked && locks.Truthy():
		w.asked = true
		settled(locks.Call("request", "screen"), func(lock js.Value) { w.lock, w.asked = lock, false },
			func(js.Value) { w.asked = false }) // refused, for instance when the battery is low
	case !on && held:
		w.lock.Call("release")
	}
}
