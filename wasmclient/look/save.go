package look

import (
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Words of Save after the positions of the bypassed steps.
const (
	savedTakenOut = "straight"
	savedOwn      = "own"
)

// Save returns the whole chain as text for Restore: with the steps that are bypassed, and with
// who decides about those that mirror. A link has neither.
func (e *Editor) Save() string {
	var calls []wire.Call
	var words []string
	for i, step := range e.now.steps {
		calls = append(calls, step.Call)
		if step.Off {
			words = append(words, strconv.Itoa(i))
		}
	}
	switch e.now.mirroring {
	case takenOut:
		words = append(words, savedTakenOut)
	case own:
		words = append(words, savedOwn)
	}
	return wire.FormatChain(calls) + "\n" + strings.Join(words, " ")
}

// Restore restores what Save returned, if the chain without the bypassed steps is the present
// one.
func (e *Editor) Restore(saved string) {
	chain, rest, is := strings.Cut(saved, "\n")
	calls, err := wire.ParseChain(chain)
	if err != nil || !is {
		return
	}
	words := strings.Fields(rest)
	restored := state{quality: e.now.quality, mirror: e.now.mirror}
	for i, call := range calls {
		bypassed := slices.Contains(words, strconv.Itoa(i))
		restored.steps = append(restored.steps, Step{Call: call, Off: bypassed, Folded: true})
	}
	switch {
	case slices.Contains(words, savedTakenOut):
		restored.mirroring = takenOut
	case slices.Contains(words, savedOwn):
		restored.mirroring = own
	}
	if restored.chain() == e.Chain() {
		e.now = restored
		e.Commit()
	}
}
