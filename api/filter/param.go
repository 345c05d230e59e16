package filter

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Type is the kind of value that a parameter takes.
type Type string

// The types of parameters.
const (
	Int    Type = "int"    // a whole number from Min to Max
	Float  Type = "float"  // a decimal number from Min to Max
	Choice Type = "choice" // one of Choices
)

// Param declares one parameter of an operation. Numbers are in Unit and default to
// Default; a Choice defaults to its first choice.
type Param struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"` // one line
	Type    Type     `json:"type"`
	Unit    string   `json:"unit,omitempty"` // px, %, °
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Default float64  `json:"default"`
	Choices []string `json:"choices,omitempty"`
}

// Args are the arguments of one call, all in range.
type Args struct {
	params []Param
	values []value // one for each parameter
}

type value struct {
	number float64
	text   string
}

// Int is the value of an Int parameter.
func (a Args) Int(name string) int { return int(a.value(name).number) }

// Float is the value of a Float parameter.
func (a Args) Float(name string) float64 { return a.value(name).number }

// Choice is the value of a Choice parameter.
func (a Args) Choice(name string) string { return a.value(name).text }

// value panics on a name that was not declared: a slip of the filter's author, which
// the tests over all filters find.
func (a Args) value(name string) value {
	for i := range a.params {
		if a.params[i].Name == name {
			return a.values[i]
		}
	}
	panic("filter: no parameter " + strconv.Quote(name))
}

// bind checks the arguments of a call against the declaration.
func (f *Filter) bind(call wire.Call) (Args, error) {
	args := Args{params: f.Params, values: make([]value, len(f.Params))}
	for i, p := range f.Params {
		args.values[i] = p.fallback()
	}
	given := make([]bool, len(f.Params))
	for i, arg := range call.Args {
		at := i
		if arg.Key != "" {
			at = slices.IndexFunc(f.Params, func(p Param) bool { return p.Name == arg.Key })
		}
		switch {
		case at < 0:
			return args, fault(call, "has no parameter "+strconv.Quote(arg.Key)+"; it takes "+f.usage())
		case at >= len(f.Params):
			return args, fault(call, "has "+strconv.Itoa(len(call.Args))+" arguments; it takes "+f.usage())
		case given[at]:
			return args, fault(call, "is given "+f.Params[at].Name+" twice")
		case arg.Key == "" && arg.Value == "":
			continue // "resize::480" leaves the width at its default
		}
		v, err := f.Params[at].parse(arg.Value)
		if err != nil {
			return args, fault(call, err.Error())
		}
		args.values[at], given[at] = v, true
	}
	if f.Check != nil {
		if err := f.Check(args); err != nil {
			return args, fault(call, err.Error())
		}
	}
	return args, nil
}

// fault is a BadOps error about one call of a chain.
func fault(call wire.Call, what string) error {
	return &wire.Error{Code: wire.BadOps, Detail: "operation " + strconv.Itoa(call.Pos) + ", " + call.Name + ", " + what}
}

func (p Param) fallback() value {
	if p.Type == Choice {
		return value{text: p.Choices[0]}
	}
	return value{number: p.Default}
}

func (p Param) parse(s string) (value, error) {
	if p.Type == Choice {
		if !slices.Contains(p.Choices, s) {
			return value{}, p.refuse(s)
		}
		return value{text: s}, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	whole := p.Type != Int || n == math.Trunc(n)
	if err != nil || !whole || !(n >= p.Min && n <= p.Max) { // the negation also refuses NaN
		return value{}, p.refuse(s)
	}
	return value{number: n}, nil
}

func (p Param) refuse(s string) error {
	return errors.New("has " + p.Name + " " + strconv.Quote(s) + "; allowed is " + p.allowed())
}

// allowed says which values a parameter takes: "a whole number from 0 to 8192 px".
func (p Param) allowed() string {
	if p.Type == Choice {
		return "one of " + strings.Join(p.Choices, ", ")
	}
	kind := "a number"
	if p.Type == Int {
		kind = "a whole number"
	}
	text := kind + " from " + number(p.Min) + " to " + number(p.Max)
	if p.Unit != "" {
		text += " " + p.Unit
	}
	return text
}

// usage lists the parameters as they are written: "width:height", or says that there
// are none.
func (f *Filter) usage() string {
	if len(f.Params) == 0 {
		return "no arguments"
	}
	names := make([]string, len(f.Params))
	for i, p := range f.Params {
		names[i] = p.Name
	}
	return f.Name + ":" + strings.Join(names, ":")
}

func number(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// validate finds slips in a declaration when the program starts.
func (f *Filter) validate() error {
	ways := 0
	for _, set := range []bool{f.Move != nil, f.Tone != nil, f.Planes != nil, f.NRGBA != nil} {
		if set {
			ways++
		}
	}
	switch {
	case f.Name == "" || f.Doc == "" || f.Group == "":
		return errors.New("needs a name, a group and a line of documentation")
	case ways != 1:
		return errors.New("needs exactly one of Move, Tone, Planes and NRGBA")
	}
	for _, p := range f.Params {
		numeric := p.Type == Int || p.Type == Float
		switch {
		case p.Name == "" || p.Doc == "":
			return errors.New("a parameter needs a name and a line of documentation")
		case numeric && !(p.Min <= p.Default && p.Default <= p.Max):
			return errors.New("the default of " + p.Name + " is out of range")
		case !numeric && (p.Type != Choice || len(p.Choices) == 0):
			return errors.New("the parameter " + p.Name + " needs a type, and a choice its choices")
		}
	}
	return nil
}
