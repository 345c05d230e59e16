package browser

import (
	"syscall/js"
	"time"
)

var (
	window   = js.Global()
	document = window.Get("document")
)

// breathe lets the browser paint and answer input amid long work. Handlers of events must not block;
// for them there is soon.
func breathe() { time.Sleep(time.Millisecond) }

// soon calls f in a task of its own, after the browser has painted and answered input.
func soon(f func()) { window.Call("setTimeout", once(func(js.Value) { f() }), 0) }

func byID(id string) js.Value { return document.Call("getElementById", id) }

// element makes an element. attributes are names and values in turn.
func element(tag string, attributes ...string) js.Value {
	e := document.Call("createElement", tag)
	for i := 0; i < len(attributes); i += 2 {
		e.Call("setAttribute", attributes[i], attributes[i+1])
	}
	return e
}

// within returns the first element inside e that matches a selector.
func within(e js.Value, selector string) js.Value { return e.Call("querySelector", selector) }

// elements returns the elements of a list.
func elements(list js.Value) (all []js.Value) {
	each(list, func(e js.Value) { all = append(all, e) })
	return all
}

// data returns the attribute data-name of an element.
func data(e js.Value, name string) string { return text(e.Get("dataset").Get(name)) }

// write sets an element's text and returns the element.
func write(e js.Value, text string) js.Value {
	e.Set("textContent", text)
	return e
}

// labels are the texts last written by setLabel, by the element's id.
var labels = map[string]string{}

// setLabel sets the text of an element that is refreshed often. It skips a text that is the
// same.
func setLabel(id, text string) {
	if labels[id] != text {
		labels[id] = text
		write(byID(id), text)
	}
}

// announce makes screen readers speak a text.
func announce(text string) { write(byID("said"), text) }

// setPressed marks a toggle button as pressed or not.
func setPressed(button js.Value, pressed bool) { button.Call("setAttribute", "aria-pressed", pressed) }

// isPressed reports whether a toggle button is pressed.
func isPressed(button js.Value) bool {
	return text(button.Call("getAttribute", "aria-pressed")) == "true"
}

// value returns the value of an input.
func value(input js.Value) string { return input.Get("value").String() }

// chosen returns the value of the selected radio button of a group.
func chosen(group string) string {
	return value(within(document, "input[name="+group+"]:checked"))
}

// choose selects the radio button with that value in a group.
func choose(group, value string) {
	within(document, "input[name="+group+"][value="+value+"]").Set("checked", true)
}

// on calls f for every event of that name, for as long as the page is open.
func on(target js.Value, event string, f func(event js.Value)) {
	target.Call("addEventListener", event, callback(f))
}

// onClick calls f when the element with that id is clicked.
func onClick(id string, f func()) { on(byID(id), "click", func(js.Value) { f() }) }

// onEnter calls f when Enter is pressed in an input. It does not submit the form then.
func onEnter(input js.Value, f func(event js.Value)) {
	on(input, "keydown", func(event js.Value) {
		if text(event.Get("key")) == "Enter" && text(event.Get("target").Get("tagName")) == "INPUT" {
			event.Call("preventDefault")
			f(event)
		}
	})
}
