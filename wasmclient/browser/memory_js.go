package browser

import "syscall/js"

// What the page remembers of this tab until it is closed, so that a reload changes nothing, is in
// sessionStorage. Browsers that are told to store nothing throw at the sight of it; there it is
// as if nothing had been remembered.

const remembered = "framepost-" // before the name of each item

// recall returns what was remembered under a name, or "".
func recall(name string) (value string) {
	attempt(func() { value = text(window.Get("sessionStorage").Call("getItem", remembered+name)) })
	return value
}

func remember(name, value string) {
	attempt(func() { window.Get("sessionStorage").Call("setItem", remembered+name, value) })
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
