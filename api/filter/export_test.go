package filter

import (
	"fmt"

	"framepost/api/wire"
)

// Works returns the kind of work of each step: "filter.Move" for one.
func (c Chain) Works() (kinds []string) {
	for _, s := range c.steps {
		kinds = append(kinds, fmt.Sprintf("%T", s.work))
	}
	return kinds
}

// Argument is an argument of a chain as it was parsed.
type Argument struct {
	Param wire.Param
	Value value
}

// Number is the value of a parameter that is one; percent says that it is a share.
func (a Argument) Number() (n float64, percent bool) { return a.Value.number, a.Value.percent }

// Arguments returns those of all steps, defaults included.
func (c Chain) Arguments() (list []Argument) {
	for _, s := range c.steps {
		for i, p := range s.args.params {
			v := s.args.values[i]
			v.given = false // which of them the chain has makes no difference here
			list = append(list, Argument{p, v})
		}
	}
	return list
}
