// Package filter is what operations have in common: how one is declared, how a chain of
// them is parsed, and how a frame runs through it. The operations themselves are in
// package ops, one file each.
package filter

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
