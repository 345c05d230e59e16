package look

import (
	"slices"
	"strings"

	"framepost/api/wire"
)

// Step is one operation of the chain in the editor.
type Step struct {
	wire.Call
	Off    bool // bypassed: not part of the chain for the time being
	Folded bool // its controls are hidden
}

// Values returns the argument for each parameter of the operation, "" where the chain has none.
// It ignores arguments beyond the operation's parameters; the page shows the server's error
// about them beside the text.
func (s Step) Values(op wire.Op) []string {
	values := make([]string, len(op.Params))
	for i, arg := range s.Args {
		at := i
		if arg.Key != "" {
			at = slices.IndexFunc(op.Params, func(p wire.Param) bool { return p.Name == arg.Key })
		}
		if at >= 0 && at < len(values) {
			values[at] = arg.Value
		}
	}
	return values
}

// with returns the step with another value of one parameter, in the shortest notation: by
// position up to the first parameter that is left at its default.
func (s Step) with(op wire.Op, param int, value string) Step {
	values := s.Values(op)
	values[param] = value
	if value == op.Params[param].DefaultText() {
		values[param] = ""
	}
	s.Args = nil
	for i, v := range values {
		if v == "" {
			continue
		}
		arg := wire.Arg{Value: v}
		if i > len(s.Args) || i > 0 && len(s.Args) > 0 && s.Args[len(s.Args)-1].Key != "" {
			arg.Key = op.Params[i].Name
		}
		s.Args = append(s.Args, arg)
	}
	return s
}

// Summary describes the step in a few words, for when its controls are folded: the arguments
// with their units, and the default of the first parameter, if that has a unit.
func (s Step) Summary(op wire.Op) string {
	var words []string
	for i, value := range s.Values(op) {
		p := op.Params[i]
		measured := p.Type == wire.Int || p.Type == wire.Float || p.Type == wire.Length
		switch {
		case i == 0 && value == "" && measured:
			words = append(words, withUnit(p.DefaultText(), p.Unit))
		case value == "":
		case i == 0:
			words = append(words, withUnit(value, p.Unit))
		default:
			words = append(words, p.Name+" "+withUnit(value, p.Unit))
		}
	}
	return strings.Join(words, ", ")
}

func withUnit(value, unit string) string {
	switch {
	case unit == "" || strings.HasSuffix(value, "%"):
		return value
	case unit == "%" || unit == "°":
		return value + unit
	}
	return value + " " + unit
}
