package filter

import (
	"errors"
	"strings"

	"framepost/api/wire"
)

// complete fills in what a parameter's declaration omits, and parses its default. The error says
// what is wrong, as a phrase after the parameter's name.
func complete(p wire.Param) (wire.Param, value, error) {
	if err := check(p); err != nil {
		return p, value{}, err
	}
	if p.Range != nil {
		full := *p.Range // a copy: the declaration may be used again
		if full.Step == 0 {
			full.Step = 1
		}
		p.Range = &full
	}
	if p.Default == nil {
		switch p.Type {
		case wire.Bool:
			p.Default = false
		case wire.Choice:
			p.Default = p.Choices[0]
		case wire.Int, wire.Float:
			p.Default = 0
		case wire.Text:
			p.Default = ""
		}
	}
	initial, err := parse(p, p.DefaultText())
	if err != nil {
		return p, value{}, errors.New(err.Error() + ", by default")
	}
	return p, initial, nil
}

func check(p wire.Param) error {
	switch {
	case !wire.IsName(p.Name):
		return errors.New("needs another name, of lower-case letters, digits and _")
	case !isLine(p.Doc):
		return errors.New("needs one line of documentation")
	case p.Type == wire.Choice && len(p.Choices) == 0:
		return errors.New("needs choices")
	case p.Type.Ranged() && (p.Range == nil || p.Min >= p.Max || p.Step < 0 || p.Step > p.Max-p.Min):
		return errors.New("needs a range from a smaller to a larger number, with a step within it")
	case !p.Type.Ranged() && p.Type != wire.Choice && p.Type != wire.Bool && p.Type != wire.Colour:
		return errors.New("needs one of the types " + strings.Join(types, ", "))
	}
	switch p.Default.(type) {
	case nil, int, float64, bool, string:
		return nil
	}
	return errors.New("needs a default that is a number, true, false or a text")
}

// types lists the types of parameters for errors.
var types = []string{string(wire.Int), string(wire.Float), string(wire.Length), string(wire.Choice), string(wire.Bool),
	string(wire.Colour), string(wire.Text)}
