// Package look is what a viewer makes of the picture: the chain of operations as the
// page's editor shows it, the quality, what was before and can be had back, and the
// texts by which a look is passed on, as an address or as a command. It is plain Go;
// package browser draws it.
package look

import "strings"

// Catalogue is what the server can do, as GET /v1/ops tells it.
type Catalogue struct {
	Ops     []Op // by name
	Presets []Preset
}

// Op is an operation.
type Op struct {
	Name, Group, Doc string
	Params           []Param // in the order of arguments given by position
}

// Param is a parameter of an operation. Its Type is one of those below; of one that it
// does not know, the page asks for text.
type Param struct {
	Name, Doc      string
	Type           string
	Unit           string
	Min, Max, Step float64 // of Int, Float, Length and Text
	Choices        []string
	Default        string // as one writes it in a chain
}

// Types of parameters.
const (
	Int    = "int"
	Float  = "float"
	Length = "length" // px, or a share: "25%"
	Choice = "choice"
	Bool   = "bool"
	Colour = "colour" // hexadecimal, or a CSS name
)

// Preset is a chain with a name.
type Preset struct{ Name, Title, Text, Chain string }

// Op finds an operation by its name.
func (c *Catalogue) Op(name string) (Op, bool) {
	for _, op := range c.Ops {
		if op.Name == name {
			return op, true
		}
	}
	return Op{}, false
}

// Preset finds a preset by its name.
func (c *Catalogue) Preset(name string) (Preset, bool) {
	for _, p := range c.Presets {
		if p.Name == name {
			return p, true
		}
	}
	return Preset{}, false
}

// Named gives the name of the preset that is this chain, or "".
func (c *Catalogue) Named(chain string) string {
	for _, p := range c.Presets {
		if p.Chain == chain {
			return p.Name
		}
	}
	return ""
}

// Next is the preset so many places after the one that is this chain, around the end;
// from a chain that is none, the first or the last.
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

// Matches tells whether the operation is among those that somebody looks for: each
// word is in its name, its group or its line of documentation.
func (o Op) Matches(words string) bool {
	all := strings.ToLower(o.Name + " " + o.Group + " " + o.Doc)
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}
