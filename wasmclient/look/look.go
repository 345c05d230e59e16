// Package look holds what the viewer edits: the chain of operations as the page's editor shows
// it, the quality, and the states for undo and redo. It also makes the texts that share them,
// such as a link or a command. It is plain Go; package browser shows it.
package look

import (
	"strings"

	"framepost/api/wire"
)

// Catalogue lists the server's operations and presets, as it publishes them at wire.PathOps.
type Catalogue struct {
	Ops     []wire.Op // by name
	Presets []Preset
}

// Preset is a chain with a name.
type Preset struct{ Name, Title, Text, Chain string }

// Op returns the operation of that name, and whether there is one.
func (c *Catalogue) Op(name string) (wire.Op, bool) {
	for _, op := range c.Ops {
		if op.Name == name {
			return op, true
		}
	}
	return wire.Op{}, false
}

// Preset returns the preset of that name, and whether there is one.
func (c *Catalogue) Preset(name string) (Preset, bool) {
	for _, p := range c.Presets {
		if p.Name == name {
			return p, true
		}
	}
	return Preset{}, false
}

// Named returns the name of the preset with this chain, or "".
func (c *Catalogue) Named(chain string) string {
	for _, p := range c.Presets {
		if p.Chain == chain {
			return p.Name
		}
	}
	return ""
}

// Next returns the preset at a distance of by, which may be negative, from the one with this
// chain; the list is circular. For a chain that is no preset it returns the first preset or, if
// by is negative, the last.
func (c *Catalogue) Next(chain string, by int) (Preset, bool) {
	n := len(c.Presets)
	if n == 0 {
		return Preset{}, false
	}
	at := -1
	for i, p := range c.Presets {
		if p.Chain == chain {
			at = i
		}
	}
	if at < 0 && by < 0 {
		at = 0
	}
	return c.Presets[((at+by)%n+n)%n], true
}

// SetsSize reports whether a chain begins with an operation that sets the size, so that a
// smaller picture has a result of the same size.
func (c *Catalogue) SetsSize(chain string) bool {
	calls, err := wire.ParseChain(chain)
	if err != nil || len(calls) == 0 {
		return false
	}
	op, _ := c.Op(calls[0].Name)
	return op.Properties.SetsSize
}

// Matches reports whether a search matches an operation: each of its words occurs in the
// operation's name, group or documentation.
func Matches(op wire.Op, words string) bool {
	all := strings.ToLower(op.Name + " " + op.Group + " " + op.Doc)
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}
