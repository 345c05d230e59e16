package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/look"
)

// steps shows the chain as a list of operations, each with its controls. The list has one
// listener for all of them.
type steps struct {
	edit           *look.Editor
	changed, tuned func() // called when the list, or a parameter, has changed
	list, template js.Value
	dragged        int // position of the step being dragged, or -1
	opened         int // position of the step whose further buttons are shown, or -1
}

func newSteps(edit *look.Editor, changed, tuned func()) *steps {
	s := &steps{edit: edit, changed: changed, tuned: tuned, list: byID("steps"), dragged: -1, opened: -1}
	s.template = byID("step").Get("content").Get("firstElementChild")
	on(s.list, "click", func(event js.Value) {
		if button := event.Get("target").Call("closest", "[data-do]"); button.Truthy() {
			s.do(data(button, "do"), position(button))
		}
	})
	on(s.list, "input", func(event js.Value) { s.set(event.Get("target")) })
	s.acceptDrags()
	return s
}

// position returns the position in the chain of the step that contains an element, or -1.
func position(e js.Value) int {
	step := e.Call("closest", "li")
	if !step.Truthy() {
		return -1
	}
	at, _ := strconv.Atoi(data(step, "at"))
	return at
}

// show makes the list again.
func (s *steps) show() {
	s.list.Call("replaceChildren")
	for i := range s.edit.Steps() {
		s.list.Call("append", s.newStep(i))
	}
}

func (s *steps) newStep(i int) js.Value {
	all := s.edit.Steps()
	step := all[i]
	op, known := s.edit.Op(step.Name)
	e := s.template.Call("cloneNode", true)
	e.Get("dataset").Set("at", i)
	e.Call("toggleAttribute", "data-off", step.Off)

	write(within(e, ".name b"), step.Name)
	summary := ""
	if step.Folded {
		summary = step.Summary(op)
	}
	write(within(e, ".name span"), summary)
	label := func(do, label string) js.Value {
		b := within(e, button(do))
		b.Call("setAttribute", "aria-label", label+" "+step.Name)
		b.Set("title", label)
		return b
	}
	fold := within(e, button("fold")) // its name is that of the step
	fold.Set("title", "Show or hide the controls")
	fold.Call("setAttribute", "aria-expanded", !step.Folded)
	setPressed(label("bypass", "Leave out for a moment:"), step.Off)
	label("reset", "Reset").Set("disabled", len(step.Args) == 0)
	label("up", "Up:").Set("disabled", i == 0)
	label("down", "Down:").Set("disabled", i == len(all)-1)
	label("remove", "Remove")
	label("more", "Move or reset").Call("setAttribute", "aria-expanded", i == s.opened)
	within(e, ".step-more").Set("hidden", i != s.opened)

	body := within(e, ".step-body")
	body.Set("hidden", step.Folded)
	doc := op.Doc
	if !known && len(s.edit.Ops) > 0 {
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

// button returns the selector for the button of a step that does that action.
func button(do string) string { return "[data-do=" + do + "]" }

// do does the action of a button of the step at i.
func (s *steps) do(what string, i int) {
	to := i
	switch what {
	case "fold":
		s.edit.Fold(i, !s.edit.Steps()[i].Folded)
		s.show()
		s.focus(i, button(what))
		return
	case "more":
		if s.opened == i {
			i = -1
		}
		s.opened = i
		s.show()
		s.focus(to, button(what))
		return
	case "bypass":
		s.edit.Bypass(i, !s.edit.Steps()[i].Off)
	case "reset":
		s.edit.Reset(i)
	case "remove":
		announce(s.edit.Steps()[i].Name + " removed")
		s.edit.Remove(i)
		s.opened = -1
		to = min(i, len(s.edit.Steps())-1)
	case "up":
		to = i - 1
		s.move(i, to)
	case "down":
		to = i + 1
		s.move(i, to)
	}
	s.changed()
	s.focus(to, button(what))
}

func (s *steps) move(from, to int) {
	s.edit.Move(from, to)
	if s.opened >= 0 {
		s.opened = to
	}
	all := s.edit.Steps()
	announce(all[to].Name + " is operation " + strconv.Itoa(to+1) + " of " + strconv.Itoa(len(all)))
}

// focus moves the keyboard focus to an element of the step at i, or to the step's name if the
// element does not exist or is disabled.
func (s *steps) focus(i int, selector string) {
	step := within(s.list, `[data-at="`+strconv.Itoa(i)+`"]`)
	if !step.Truthy() {
		byID("add").Get("firstElementChild").Call("focus")
		return
	}
	e := within(step, selector)
	if !e.Truthy() || e.Get("disabled").Truthy() {
		e = within(step, ".name")
	}
	e.Call("focus")
}

// set applies the value of an input that the viewer has changed.
func (s *steps) set(input js.Value) {
	i := position(input)
	param, err := strconv.Atoi(data(input, "param"))
	if i < 0 || err != nil {
		return
	}
	op, _ := s.edit.Op(s.edit.Steps()[i].Name)
	s.edit.Set(i, param, changedParam(input, op.Params[param]))
	reset := within(input.Call("closest", "li"), button("reset"))
	reset.Set("disabled", len(s.edit.Steps()[i].Args) == 0)
	s.tuned()
}

// acceptDrags lets the viewer drag a step by its grip to another position with a mouse. The
// buttons do the same without one.
func (s *steps) acceptDrags() {
	mark := func(over js.Value) {
		each(s.list.Get("children"), func(e js.Value) { e.Call("toggleAttribute", "data-over", over.Truthy() && e.Equal(over)) })
	}
	on(s.list, "dragstart", func(event js.Value) {
		s.dragged = position(event.Get("target"))
		event.Get("dataTransfer").Call("setData", "text/plain", "") // Firefox drags nothing without data
		event.Get("dataTransfer").Set("effectAllowed", "move")
	})
	on(s.list, "dragover", func(event js.Value) {
		if s.dragged >= 0 {
			event.Call("preventDefault")
			mark(event.Get("target").Call("closest", "li"))
		}
	})
	on(s.list, "drop", func(event js.Value) {
		to := position(event.Get("target"))
		if s.dragged < 0 || to < 0 || to == s.dragged {
			return
		}
		event.Call("preventDefault")
		s.move(s.dragged, to)
		s.changed()
	})
	on(s.list, "dragend", func(js.Value) {
		s.dragged = -1
		mark(js.Undefined())
	})
}
