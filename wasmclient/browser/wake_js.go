package browser

import "syscall/js"

// wake keeps a phone's screen on while it streams. The browser lets go of the lock by
// itself when the page is hidden.
type wake struct {
	lock  js.Value // undefined when there is none
	asked bool
}

// hold asks for the lock or lets go of it.
func (w *wake) hold(on bool) {
	locks := window.Get("navigator").Get("wakeLock")
	switch held := w.lock.Truthy() && !w.lock.Get("released").Bool(); {
	case on && !held && !w.asked && locks.Truthy():
		w.asked = true
		settled(locks.Call("request", "screen"), func(lock js.Value) { w.lock, w.asked = lock, false },
			func(js.Value) { w.asked = false }) // low battery, perhaps
	case !on && held:
		w.lock.Call("release")
	}
}
