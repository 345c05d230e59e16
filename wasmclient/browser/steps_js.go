package browser

import (
	"strconv"
	"syscall/js"
)

// steps shows the chain as a list of operations, each with its controls. One listener
// on the list serves them all, whatever they are.
type steps struct {
	chain    *chain
	list     js.Value
	template js.Value
	dragged  int // the step at hand, -1 for none
}

func newSteps(c *chain) *steps {
	s := &steps{chain: c, list: byID("steps"), dragged: -1}
	s.template = byID("step").Get("content").Get("firstElementChild")
	on(s.list, "click", func(event js.Value) {
		if button := event.Get("target").Call("closest", "[data-do]"); button.Truthy() {
			s.do(text(button.Get("dataset").Get("do")), place(button))
		}
	})
	on(s.list, "input", func(event js.Value) { s.set(event.Get("target")) })
	s.drags()
	return s
}

// place is the number of the step that an element belongs to, -1 for none.
func place(e js.Value) int {
	step := e.Call("closest", "li")
	if !step.Truthy() {
		return -1
	}
	at, _ := strconv.Atoi(text(step.Get("dataset").Get("at")))
	return at
}

// show makes the list anew.
func (s *steps) show() {
	s.list.Call("replaceChildren")
	for i := range s.chain.edit.Steps() {
		s.list.Call("append", s.newStep(i))
	}
}

func (s *steps) newStep(i int) js.Value {
	all := s.chain.edit.Steps()
	step := all[i]
	op, known := s.chain.edit.Op(step.Name)
	e := s.template.Call("cloneNode", true)
	e.Get("dataset").Set("at", i)
	e.Call("toggleAttribute", "data-off", step.Off)

	write(within(e, ".name b"), step.Name)
	summary := ""
	if step.Folded {
		summary = step.Summary(op)
	}
	write(within(e, ".name span"), summary)
	button := func(do, label string) js.Value {
		b := within(e, "[data-do="+do+"]")
		b.Call("setAttribute", "aria-label", label+" "+step.Name)
		b.Set("title", label)
		return b
	}
	button("fold", "Show or hide the controls of").Call("setAttribute", "aria-expanded", !step.Folded)
	hold(button("bypass", "Leave out for a moment:"), step.Off)
	button("reset", "Back to the defaults:").Set("disabled", len(step.Args) == 0)
	button("up", "Move up").Set("disabled", i == 0)
	button("down", "Move down").Set("disabled", i == len(all)-1)
	button("remove", "Remove")

	body := within(e, ".step-body")
	body.Set("hidden", step.Folded)
	doc := op.Doc
	if !known && len(s.chain.edit.Ops) > 0 {
		doc = "The server has no operation of this name."
	}
	write(within(body, ".help"), doc)
	params := within(body, ".params")
	values := step.Values(op)
	for j, p := range op.Params {
		params.Call("append", newParam(p, j, values[j]))
	}
	return e
}

// do is a button's work.
func (s *steps) do(what string, i int) {
	edit := s.chain.edit
	to := i
	switch what {
	case "fold":
		edit.Fold(i, !edit.Steps()[i].Folded)
		s.show()
		s.focus(i, what)
		return
	case "bypass":
		edit.Bypass(i, !edit.Steps()[i].Off)
	case "reset":
		edit.Reset(i)
	case "remove":
		s.chain.say(edit.Steps()[i].Name + " removed")
		edit.Remove(i)
		to = min(i, len(edit.Steps())-1)
	case "up":
		to = i - 1
		s.move(i, to)
	case "down":
		to = i + 1
		s.move(i, to)
	}
	s.chain.changed()
	s.focus(to, what)
}

func (s *steps) move(from, to int) {
	s.chain.edit.Move(from, to)
	s.chain.say(s.chain.edit.Steps()[to].Name + " is operation " + strconv.Itoa(to+1) + " of " + strconv.Itoa(len(s.chain.edit.Steps())))
}

// focus gives the keyboard back to the button that was pressed, or to the step's name
// where that button is no longer of use.
func (s *steps) focus(i int, do string) {
	step := within(s.list, `[data-at="`+strconv.Itoa(i)+`"]`)
	if !step.Truthy() {
		byID("add").Get("firstElementChild").Call("focus")
		return
	}
	b := within(step, "[data-do="+do+"]")
	if b.Get("disabled").Bool() {
		b = within(step, ".name")
	}
	b.Call("focus")
}

// enter gives the keyboard to the first control of a step, or to its name if it has none.
func (s *steps) enter(i int) {
	step := within(s.list, `[data-at="`+strconv.Itoa(i)+`"]`)
	control := within(step, "[data-param]")
	if !control.Truthy() {
		control = within(step, ".name")
	}
	control.Call("focus")
}

// set takes over an input that has been changed.
func (s *steps) set(input js.Value) {
	i := place(input)
	param, err := strconv.Atoi(text(input.Get("dataset").Get("param")))
	if i < 0 || err != nil {
		return
	}
	op, _ := s.chain.edit.Op(s.chain.edit.Steps()[i].Name)
	s.chain.edit.Set(i, param, changedParam(input, op.Params[param]))
	reset := within(input.Call("closest", "li"), "[data-do=reset]")
	reset.Set("disabled", len(s.chain.edit.Steps()[i].Args) == 0)
	s.chain.tuned()
}

// drags lets a mouse take a step by its grip to another one's place. Buttons do the
// same for everybody.
func (s *steps) drags() {
	mark := func(over js.Value) {
		each(s.list.Get("children"), func(e js.Value) { e.Call("toggleAttribute", "data-over", over.Truthy() && e.Equal(over)) })
	}
	on(s.list, "dragstart", func(event js.Value) {
		s.dragged = place(event.Get("target"))
		event.Get("dataTransfer").Call("setData", "text/plain", "") // or Firefox does not drag
		event.Get("dataTransfer").Set("effectAllowed", "move")
	})
	on(s.list, "dragover", func(event js.Value) {
		if s.dragged >= 0 {
			event.Call("preventDefault")
			mark(event.Get("target").Call("closest", "li"))
		}
	})
	on(s.list, "drop", func(event js.Value) {
		to := place(event.Get("target"))
		if s.dragged < 0 || to < 0 || to == s.dragged {
			return
		}
		event.Call("preventDefault")
		s.move(s.dragged, to)
		s.chain.changed()
	})
	on(s.list, "dragend", func(js.Value) {
		s.dragged = -1
		mark(js.Undefined())
	})
}
