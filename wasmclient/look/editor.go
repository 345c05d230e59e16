package look

import (
	"slices"

	"framepost/api/wire"
)

// Editor holds the chain and the quality, and their earlier states. Its methods change the
// present state; Commit saves that for Undo.
type Editor struct {
	Catalogue
	now    state
	past   []state // the states of all Commits; the last one is the present state's latest Commit
	future []state // states that Redo restores; the last one is restored first
}

// state is the chain and the quality at one time.
type state struct {
	steps     []Step
	quality   int
	mirror    bool // the position of the switch, see Mirror
	mirroring mirroring
}

// mostStates bounds the number of states that are kept for Undo.
const mostStates = 100

// NewEditor returns an Editor of a chain, which must be valid, and a quality. The switch is on.
func NewEditor(chain string, quality int) *Editor {
	e := &Editor{}
	_ = e.Write(chain)
	e.now.quality, e.now.mirror = quality, true
	e.past = []state{e.now.clone()}
	return e
}

// Steps returns all steps of the chain, also those that are bypassed. The result must not be
// changed.
func (e *Editor) Steps() []Step { return e.now.steps }

// Quality returns the JPEG quality of the answers.
func (e *Editor) Quality() int { return e.now.quality }

// Chain returns the text of the chain, without the steps that are bypassed.
func (e *Editor) Chain() string { return e.now.chain() }

func (s state) chain() string {
	var calls []wire.Call
	for _, step := range s.steps {
		if !step.Off {
			calls = append(calls, step.Call)
		}
	}
	return wire.FormatChain(calls)
}

// Write replaces the chain by that of a text. Bypassed steps keep their positions among the
// others, and steps that keep their position and name also keep whether they are folded. If
// Write returns an error, which is a *wire.Error, the chain is unchanged.
func (e *Editor) Write(text string) error {
	calls, err := wire.ParseChain(text)
	if err != nil {
		return err
	}
	var steps []Step
	next := 0
	for _, old := range e.now.steps {
		switch {
		case old.Off:
			steps = append(steps, old)
		case next < len(calls):
			steps = append(steps, Step{Call: calls[next], Folded: old.Folded || old.Name != calls[next].Name})
			next++
		}
	}
	for _, call := range calls[next:] {
		steps = append(steps, Step{Call: call, Folded: true})
	}
	if e.mirrorCount(steps) != e.mirrorCount(e.now.steps) {
		e.now.mirroring = own
	}
	e.now.steps = steps
	return nil
}

// Apply replaces the whole chain by that of a preset or the default one, which mirrors as the
// switch says.
func (e *Editor) Apply(chain string) error {
	if err := e.Open(chain); err != nil {
		return err
	}
	e.now.mirroring = published
	e.follow(&e.now, e.now.mirror)
	return nil
}

// Open replaces the whole chain by that of a link, as it is.
func (e *Editor) Open(chain string) error {
	calls, err := wire.ParseChain(chain)
	if err != nil {
		return err
	}
	e.now.steps, e.now.mirroring = nil, own
	for _, call := range calls {
		e.now.steps = append(e.now.steps, Step{Call: call, Folded: true})
	}
	return nil
}

// SetQuality sets the quality, clamped to its bounds.
func (e *Editor) SetQuality(q int) { e.now.quality = min(max(q, wire.MinQuality), wire.MaxQuality) }

// Add appends an operation with its defaults. It unfolds the new step and folds the others. It
// returns false if the chain is full.
func (e *Editor) Add(name string) bool {
	if len(e.now.steps) >= wire.MaxOps {
		return false
	}
	for i := range e.now.steps {
		e.now.steps[i].Folded = true
	}
	e.now.steps = append(e.now.steps, Step{Call: wire.Call{Name: name}})
	e.edited(len(e.now.steps) - 1)
	return true
}

// Remove removes a step from the chain.
func (e *Editor) Remove(i int) {
	e.edited(i)
	e.now.steps = slices.Delete(e.now.steps, i, i+1)
}

// Move moves a step to another position.
func (e *Editor) Move(from, to int) {
	e.edited(from)
	step := e.now.steps[from]
	e.now.steps = slices.Insert(slices.Delete(e.now.steps, from, from+1), to, step)
}

// Bypass leaves a step out of the chain for the time being, or includes it again.
func (e *Editor) Bypass(i int, off bool) {
	e.edited(i)
	e.now.steps[i].Off = off
}

// Fold hides the controls of a step, or shows them.
func (e *Editor) Fold(i int, folded bool) { e.now.steps[i].Folded = folded }

// Reset sets all parameters of a step to their defaults.
func (e *Editor) Reset(i int) {
	e.edited(i)
	e.now.steps[i].Args = nil
}

// Set sets a parameter of a step. It does nothing for an operation that is not in the
// catalogue, whose parameters are unknown.
func (e *Editor) Set(step, param int, value string) {
	if op, known := e.Op(e.now.steps[step].Name); known && param < len(op.Params) {
		e.edited(step)
		e.now.steps[step] = e.now.steps[step].with(op, param, value)
	}
}

// Commit saves the present state for Undo, if it differs from the last saved one.
func (e *Editor) Commit() {
	if last := len(e.past) - 1; e.past[last].same(e.now) {
		e.past[last] = e.now.clone() // only the folding may have changed, and whose the mirroring is
		return
	}
	e.past, e.future = append(e.past, e.now.clone()), nil
	if len(e.past) > mostStates {
		e.past = slices.Delete(e.past, 0, 1)
	}
}

// Forget makes the present state the first one: there is nothing before it for Undo.
func (e *Editor) Forget() { e.past, e.future = []state{e.now.clone()}, nil }

// Undo restores the state before the last Commit, and reports whether there is one.
func (e *Editor) Undo() bool {
	e.Commit() // so that later changes are undone first
	if !e.CanUndo() {
		return false
	}
	last := len(e.past) - 1
	e.future = append(e.future, e.past[last])
	e.past = e.past[:last]
	e.now = e.past[last-1].clone()
	return true
}

// Redo reverts the last Undo, and reports whether there is one.
func (e *Editor) Redo() bool {
	if !e.CanRedo() {
		return false
	}
	last := len(e.future) - 1
	e.past = append(e.past, e.future[last])
	e.future = e.future[:last]
	e.now = e.past[len(e.past)-1].clone()
	return true
}

// CanUndo reports whether Undo has a state to restore.
func (e *Editor) CanUndo() bool { return len(e.past) > 1 }

// CanRedo reports whether Redo has a state to restore.
func (e *Editor) CanRedo() bool { return len(e.future) > 0 }

func (s state) clone() state {
	s.steps = slices.Clone(s.steps)
	return s
}

// same reports whether two states are equal, except for the folding.
func (s state) same(t state) bool {
	return s.quality == t.quality && slices.EqualFunc(s.steps, t.steps, func(a, b Step) bool {
		return a.Name == b.Name && a.Off == b.Off && slices.Equal(a.Args, b.Args)
	})
}
