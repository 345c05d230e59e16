package filter

import (
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Args are the arguments of one call, all in range.
type Args struct {
	params []wire.Param
	values []value // one for each parameter
}

// Int returns the value of an Int parameter.
func (a Args) Int(name string) int { return int(a.value(name).number) }

// Float returns the value of a Float parameter.
func (a Args) Float(name string) float64 { return a.value(name).number }

// Length returns the value of a Length parameter in px, where side is the length of 100 %.
func (a Args) Length(name string, side int) int {
	v := a.value(name)
	if v.percent {
		return int(math.Round(v.number / 100 * float64(side)))
	}
	return int(v.number)
}

// Choice returns the value of a Choice parameter.
func (a Args) Choice(name string) string { return a.value(name).text }

// Text returns the value of a Text parameter.
func (a Args) Text(name string) string { return a.value(name).text }

// Bool returns the value of a Bool parameter.
func (a Args) Bool(name string) bool { return a.value(name).number != 0 }

// Colour returns the value of a Colour parameter, which is opaque.
func (a Args) Colour(name string) color.RGBA { return a.value(name).colour }

// Given reports whether the chain sets a parameter, even if to its default.
func (a Args) Given(name string) bool { return a.value(name).given }

// Texts returns all arguments by name as a chain may have them, the defaults of those that it omits
// too. Colours are six hexadecimal digits.
func (a Args) Texts() []wire.Arg {
	list := make([]wire.Arg, len(a.params))
	for i, p := range a.params {
		list[i] = wire.Arg{Key: p.Name, Value: a.values[i].format(p.Type)}
	}
	return list
}

// value panics on a name that is not declared: a mistake of the operation's author, which the
// tests over all operations find.
func (a Args) value(name string) value {
	for i := range a.params {
		if a.params[i].Name == name {
			return a.values[i]
		}
	}
	panic("filter: no parameter " + strconv.Quote(name))
}

// arguments returns the defaults.
func (o *operation) arguments() Args { return Args{params: o.Params, values: slices.Clone(o.defaults)} }

// bind checks the arguments of a call against the declaration.
func (o *operation) bind(call wire.Call) (Args, error) {
	args := o.arguments()
	for i, arg := range call.Args {
		at := i
		if arg.Key != "" {
			at = slices.IndexFunc(o.Params, func(p wire.Param) bool { return p.Name == arg.Key })
		}
		switch {
		case at < 0:
			return args, fault(call, "has no parameter "+quote(arg.Key)+"; it takes "+o.usage()+suggestion(arg.Key, o.names()))
		case at >= len(o.Params):
			return args, fault(call, "has "+strconv.Itoa(len(call.Args))+" arguments; it takes "+o.usage())
		case args.values[at].given:
			return args, fault(call, "is given "+o.Params[at].Name+" twice")
		case arg.Key == "" && (arg.Value == "" || arg.Value == " " && o.Params[at].Type != wire.Text):
			continue // "resize::480" sets no width
		}
		v, err := parse(o.Params[at], arg.Value)
		if err != nil {
			return args, fault(call, err.Error())
		}
		v.given = true
		args.values[at] = v
	}
	if o.Check != nil {
		if err := o.Check(args); err != nil {
			return args, fault(call, err.Error())
		}
	}
	return args, nil
}

// usage returns the form of a call for errors: "resize:width:height".
func (o *operation) usage() string {
	if len(o.Params) == 0 {
		return "no arguments"
	}
	return o.Name + ":" + strings.Join(o.names(), ":")
}

func (o *operation) names() (names []string) {
	for _, p := range o.Params {
		names = append(names, p.Name)
	}
	return names
}

// suggestion returns the end of an error about an unknown name: which one was probably meant.
func suggestion(name string, known []string) string {
	if nearest := wire.Nearest(name, known); nearest != "" {
		return ". Did you mean " + nearest + "?"
	}
	return ""
}

// fault returns a BadOps error about one call in a chain.
func fault(call wire.Call, what string) error {
	return &wire.Error{Code: wire.BadOps, Detail: "operation " + strconv.Itoa(call.Pos) + ", " + call.Name + ", " + what}
}
