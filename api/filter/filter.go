// Package filter holds the operations that a chain is made of. One file is one
// operation: it declares a Filter in a package-level variable, and that declaration
// alone gives it parsing, validation, documentation, controls in the page and the
// tests that run over all filters. To add one, copy mirror.go (it moves pixels),
// brightness.go (it maps samples by a table), hue.go (it works on planes) or
// posterize.go (it works on NRGBA), and change no other file.
package filter

import (
	"slices"
	"strings"
)

// Spec is what the world sees of an operation.
type Spec struct {
	Name   string  `json:"name"`   // lower-case letters, digits, _
	Group  string  `json:"group"`  // where a list of operations shows it, see Groups
	Doc    string  `json:"doc"`    // one line
	Params []Param `json:"params"` // in the order in which arguments are given by position
}

// Groups are the groups of operations in the order in which a list shows them.
var Groups = []string{"geometry", "tone", "detail", "art", "privacy", "overlay"}

// Filter is an operation: its Spec and the way it does its work.
type Filter struct {
	Spec
	Work Work

	// Check refuses arguments that are each in range but wrong together. It may be nil.
	Check func(a Args) error
}

var registry = map[string]*Filter{}

// register is called by each operation's file; its result only gives the call a
// place at package level.
func register(f Filter) *Filter {
	params := make([]Param, len(f.Params)) // [] in JSON, not null
	for i, p := range f.Params {
		params[i] = p.complete()
	}
	f.Params = params
	if err := f.validate(); err != nil {
		panic("filter " + f.Name + ": " + err.Error())
	}
	if _, taken := registry[f.Name]; taken {
		panic("filter " + f.Name + " is declared twice")
	}
	registry[f.Name] = &f
	return &f
}

// Specs lists every operation by name.
func Specs() []Spec {
	specs := make([]Spec, 0, len(registry))
	for _, f := range registry {
		specs = append(specs, f.Spec)
	}
	slices.SortFunc(specs, func(a, b Spec) int { return strings.Compare(a.Name, b.Name) })
	return specs
}
