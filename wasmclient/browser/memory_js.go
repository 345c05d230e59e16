package browser

import "syscall/js"

// What the page remembers of this tab until it is closed, so that a reload changes nothing, is in
// sessionStorage. Browsers that are told to store nothing throw at the sight of it; there it is
// as if nothing had been remembered.

const remembered = "framepost-" // before the name of each item

// storage returns the window's storage of that name. It panics with what the browser throws;
// window.Get would end the program, since it does not catch exceptions, as Call does.
func storage(name string) js.Value { return window.Get("Reflect").Call("get", window, name) }

// recall returns what was remembered under a name, or "".
func recall(name string) (value string) {
	attempt(func() { value = text(storage("sessionStorage").Call("getItem", remembered+name)) })
	return value
}

func remember(name, value string) {
	attempt(func() { storage("sessionStorage").Call("setItem", remembered+name, value) })
}

// kept returns what the browser has kept for all tabs and later visits under a name, or "".
func kept(name string) (value string) {
	attempt(func() { value = text(storage("localStorage").Call("getItem", remembered+name)) })
	return value
}

// keep is for kept. It reports whether the browser does keep it: not if it is told to store nothing
// or has no room.
func keep(name, value string) bool {
	return attempt(func() { storage("localStorage").Call("setItem", remembered+name, value) })
}

// recallInput gives an input or select the value that it was left with, if it takes that, and
// remembers each one that it is changed to. The id is the name.
func recallInput(id string) {
	input := byID(id)
	if was := recall(id); was != "" {
		before := value(input)
		if input.Set("value", was); value(input) != was {
			input.Set("value", before)
		}
	}
	on(input, "change", func(js.Value) { remember(id, value(input)) })
}
