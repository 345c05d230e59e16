package look

import (
	"slices"

	"framepost/api/wire"
)

// Who faces a camera expects a mirror; a text in a file or on a screen must stay readable. So the
// page has a switch that puts a step that mirrors into the chain, or takes it out. Its position
// follows the kind of source. What is sent, copied and linked is always the chain as it is then.

// mirroring is who decides about the steps of a chain that mirror.
type mirroring uint8

const (
	published mirroring = iota // the switch: they came with a preset or the default chain
	takenOut                   // the switch, which has taken them out
	own                        // the viewer has edited them, or a link has brought the chain
)

// Mirrored reports whether the chain swaps left and right.
func (e *Editor) Mirrored() bool {
	mirrored := false
	for _, step := range e.now.steps {
		mirrored = mirrored != (e.mirrors(step) && !step.Off)
	}
	return mirrored
}

// Switched returns the position of the switch. A chain with mirroring of its own need not agree
// with it, and neither does a preset that never mirrors.
func (e *Editor) Switched() bool { return e.now.mirror }

// Mirror sets the switch and has the chain agree with it. A step that is put in comes after a
// leading resize, as in the presets, so that what is written on the picture later is readable.
// It returns false if there is no room for that, or no operation.
func (e *Editor) Mirror(on bool) bool {
	if e.Mirrored() == on {
		e.now.mirror = on
		return true
	}
	if on && !e.putIn(&e.now) {
		return false
	}
	if !on {
		e.takeOut(&e.now)
	}
	e.now.mirror = on
	return true
}

// Follow sets the switch for a source of another kind. Steps that are the viewer's own stay. It
// is nothing that Undo reverts: all saved states follow.
func (e *Editor) Follow(on bool) {
	e.follow(&e.now, on)
	for _, states := range [...]*[]state{&e.past, &e.future} {
		for i := range *states {
			e.follow(&(*states)[i], on)
		}
		*states = slices.CompactFunc(*states, state.same) // they may have differed in that alone
	}
	if n := len(e.future); n > 0 && e.future[n-1].same(e.past[len(e.past)-1]) {
		e.future = e.future[:n-1]
	}
}

func (e *Editor) follow(s *state, on bool) {
	s.mirror = on
	switch {
	case s.mirroring == published && !on:
		e.takeOut(s)
	case s.mirroring == takenOut && on:
		e.putIn(s)
	}
}

// takeOut removes the steps that mirror, if there are any.
func (e *Editor) takeOut(s *state) {
	n := len(s.steps)
	s.steps = slices.DeleteFunc(slices.Clone(s.steps), func(step Step) bool { return !step.Off && e.mirrors(step) })
	if len(s.steps) != n {
		s.mirroring = takenOut
	}
}

// putIn includes a bypassed step that mirrors, or inserts a new one. It returns false if it can't.
func (e *Editor) putIn(s *state) bool {
	steps := slices.Clone(s.steps)
	if i := slices.IndexFunc(steps, func(step Step) bool { return step.Off && e.mirrors(step) }); i >= 0 {
		steps[i].Off = false
	} else {
		op := slices.IndexFunc(e.Ops, func(op wire.Op) bool { return op.Properties.Mirrors })
		if op < 0 || len(steps) >= wire.MaxOps {
			return false
		}
		at := 0
		if len(steps) > 0 && e.properties(steps[0].Name).SetsSize {
			at = 1
		}
		steps = slices.Insert(steps, at, Step{Call: wire.Call{Name: e.Ops[op].Name}, Folded: true})
	}
	s.steps, s.mirroring = steps, published
	return true
}

// edited is called before a step is edited by hand.
func (e *Editor) edited(i int) {
	if e.mirrors(e.now.steps[i]) {
		e.now.mirroring = own
	}
}

func (e *Editor) mirrors(step Step) bool { return e.properties(step.Name).Mirrors }

func (c *Catalogue) properties(name string) wire.Properties {
	op, _ := c.Op(name)
	return op.Properties
}

// Applied returns a preset's chain as Apply sets it: while the switch is off, without what
// mirrors.
func (e *Editor) Applied(chain string) string {
	if e.now.mirror {
		return chain
	}
	return e.straight(chain)
}

// straight returns a chain without the operations that mirror.
func (c *Catalogue) straight(chain string) string {
	calls, err := wire.ParseChain(chain)
	if err != nil {
		return chain
	}
	return wire.FormatChain(slices.DeleteFunc(calls, func(call wire.Call) bool { return c.properties(call.Name).Mirrors }))
}
