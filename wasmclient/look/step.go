package look

import (
	"strings"

	"framepost/api/wire"
)

// Step is one operation of the chain in the editor.
type Step struct {
	wire.Call
	Off    bool // left out for a moment
	Folded bool // its controls are out of sight
}

// Values gives the argument for each parameter of the operation, "" where the default
// holds. Arguments that the operation has no place for are left out: the server says
// so, beside the chain's text.
func (s Step) Values(op Op) []string {
	values := make([]string, len(op.Params))
	for i, arg := range s.Args {
		at := i
		if arg.Key != "" {
			at = op.index(arg.Key)
		}
		if at >= 0 && at < len(values) {
			values[at] = arg.Value
		}
	}
	return values
}

func (o Op) index(param string) int {
	for i, p := range o.Params {
		if p.Name == param {
			return i
		}
	}
	return -1
}

// with gives the step with another value of one parameter, written as shortly as can
// be: by position up to the first parameter that is left at its default.
func (s Step) with(op Op, param int, value string) Step {
	values := s.Values(op)
	values[param] = value
	if value == op.Params[param].Default {
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

// Summary is the step in a few words, for when its controls are folded: the arguments
// with their units.
func (s Step) Summary(op Op) string {
	var words []string
	values := s.Values(op)
	for i, p := range op.Params {
		switch v := values[i]; {
		case v == "" && i > 0, v == "" && p.Default == "":
		case v == "" && p.Type != Int && p.Type != Float && p.Type != Length:
		case v == "":
			words = append(words, p.measured(p.Default))
		case i == 0:
			words = append(words, p.measured(v))
		default:
			words = append(words, p.Name+" "+p.measured(v))
		}
	}
	return strings.Join(words, ", ")
}

// measured is a value with its unit.
func (p Param) measured(value string) string {
	if p.Unit == "" || strings.HasSuffix(value, "%") {
		return value
	}
	if p.Unit == "%" || p.Unit == "°" {
		return value + p.Unit
	}
	return value + " " + p.Unit
}
