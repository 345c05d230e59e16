// Package ops holds the operations of chains. One file is one operation: it declares a
// filter.Filter in a package-level variable. Parsing, validation, documentation, the page's
// controls and the tests that run over all operations follow from that declaration. To add an
// operation, copy mirror.go (it moves pixels), brightness.go (it maps samples by a table), hue.go
// (it works on planes), posterize.go (it works on NRGBA) or meter.go (it reports and changes nothing),
// and change no other file.
package ops

import "framepost/api/filter"

// builtin are the operations of this package, in the order of their files.
var builtin []filter.Filter

// register is called once in each operation's file. It returns a value only so that it can be
// called at package level.
func register(f filter.Filter) struct{} {
	builtin = append(builtin, f)
	return struct{}{}
}

// Registry returns a new registry with every operation of this package. Operations added to it do
// not appear in any other.
func Registry() *filter.Registry {
	r := new(filter.Registry)
	for _, f := range builtin {
		if err := r.Add(f); err != nil {
			panic("ops: " + err.Error()) // a mistake in one of these files
		}
	}
	return r
}
