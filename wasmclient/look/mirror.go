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
	return e.mirrorCount(e.now.steps)%2 == 1 // mirroring twice cancels out
}

// mirrorCount returns how many steps mirror.
func (c *Catalogue) mirrorCount(steps []Step) (n int) {
	for i := range steps {
		if !steps[i].Off && c.mirrors(steps[i].Name) {
			n++
		}
	}
	return n
}

// mirrors reports whether an operation mirrors.
func (c *Catalogue) mirrors(name string) bool {
	for i := range c.Ops {
		if c.Ops[i].Name == name {
			return c.Ops[i].Properties.Mirrors
		}
	}
	return false
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
	e.past, e.future = e.followed(e.past, on), e.followed(e.future, on)
	if n := len(e.future); n > 0 && e.future[n-1].same(e.past[len(e.past)-1]) {
		e.future = e.future[:n-1]
	}
}

// followed returns the states after Follow, without those that differed from another only in
// what has followed: to undo that would change nothing.
func (e *Editor) followed(states []state, on bool) []state {
	n := 0
	for i := range states {
		e.follow(&states[i], on)
		if n == 0 || !states[i].same(states[n-1]) {
			states[n] = states[i]
			n++
		}
	}
	return states[:n]
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
	if e.mirrorCount(s.steps) == 0 {
		return
	}
	var steps []Step
	for _, step := range s.steps {
		if step.Off || !e.mirrors(step.Name) {
			steps = append(steps, step)
		}
	}
	s.steps, s.mirroring = steps, takenOut
}

// putIn includes a bypassed step that mirrors, or inserts a new one. It returns false if it can't.
func (e *Editor) putIn(s *state) bool {
	steps := slices.Clone(s.steps)
	for i := range steps {
		if e.mirrors(steps[i].Name) && steps[i].Off {
			steps[i].Off = false
			s.steps, s.mirroring = steps, published
			return true
		}
	}
	at := 0
	if e.SetsSize(s.chain()) && !steps[0].Off {
		at = 1
	}
	for i := range e.Ops {
		if e.Ops[i].Properties.Mirrors && len(steps) < wire.MaxOps {
			s.steps = slices.Insert(steps, at, Step{Call: wire.Call{Name: e.Ops[i].Name}, Folded: true})
			s.mirroring = published
			return true
		}
	}
	return false
}

// edited is called before a step is edited by hand.
func (e *Editor) edited(i int) {
	if e.mirrors(e.now.steps[i].Name) {
		e.now.mirroring = own
	}
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
	var kept []wire.Call
	for _, call := range calls {
		if !c.mirrors(call.Name) {
			kept = append(kept, call)
		}
	}
	return wire.FormatChain(kept)
}
