package filter

import (
	"fmt"

	"framepost/api/wire"
)

// Works returns the kind of work of each step, for example "filter.Move".
func (c Chain) Works() (kinds []string) {
	for _, s := range c.steps {
		kinds = append(kinds, fmt.Sprintf("%T", s.work))
	}
	return kinds
}

// Argument is a parsed argument of a chain.
type Argument struct {
	Param wire.Param
	Value value
}

// Number returns the value of a numeric parameter; percent reports whether it is a share.
func (a Argument) Number() (n float64, percent bool) { return a.Value.number, a.Value.percent }

// Arguments returns the arguments of all steps, defaults included.
func (c Chain) Arguments() (list []Argument) {
	for _, s := range c.steps {
		for i, p := range s.args.params {
			v := s.args.values[i]
			v.given = false // whether the chain sets it makes no difference here
			list = append(list, Argument{p, v})
		}
	}
	return list
}
