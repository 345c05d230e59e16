package browser

import "syscall/js"

// handOver passes a file on by the system's share sheet, as on phones, or else saves it. said is
// called with what has happened, if the browser does not show that itself.
func handOver(blob js.Value, extension string, said func(string)) {
	content := shareFile(blob, extension)
	if !canShare(content) {
		said("Saved " + save(blob, extension))
		return
	}
	settled(window.Get("navigator").Call("share", content), ignore, func(why js.Value) {
		if text(why.Get("name")) != "AbortError" { // the viewer has changed their mind
			said("Saved " + save(blob, extension))
		}
	})
}

// shareFile returns the argument of navigator.share for a file.
func shareFile(blob js.Value, extension string) js.Value {
	file := window.Get("File").New([]any{blob}, "framepost."+extension, object("type", blob.Get("type")))
	return object("files", []any{file})
}

// canShare reports whether the system takes that content, the argument of navigator.share. A
// browser with a mouse has a better way: it saves files where the viewer wants them.
func canShare(content js.Value) bool {
	navigator := window.Get("navigator")
	return navigator.Get("canShare").Truthy() && navigator.Call("canShare", content).Bool() &&
		window.Call("matchMedia", "(pointer: coarse)").Get("matches").Bool()
}
