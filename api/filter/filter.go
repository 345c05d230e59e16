// Package filter holds the operations that a chain is made of. One file is one
// operation: it declares a Filter in a package-level variable, and that declaration
// alone gives it parsing, validation, documentation, controls in the page and the
// tests that run over all filters. To add one, copy mirror.go (it moves pixels),
// brightness.go (it maps luma), gray.go (it works on planes) or blur.go (it works
// on NRGBA), and change no other file.
package filter

import (
	"image"
	"slices"
	"strings"

	"framepost/api/frame"
)

// Spec is what the world sees of an operation.
type Spec struct {
	Name   string  `json:"name"`   // lower-case letters, digits, _
	Group  string  `json:"group"`  // where a list of operations shows it: geometry, tone, detail
	Doc    string  `json:"doc"`    // one line
	Params []Param `json:"params"` // in the order in which arguments are given by position
}

// Filter is an operation: its Spec and exactly one way to do the work. The ways are
// listed from the cheapest to the dearest; a run of neighbours that move pixels, or
// that map luma, is fused into one pass.
type Filter struct {
	Spec

	// Check refuses arguments that are each in range but wrong together.
	Check func(a Args) error

	// Move says how a w×h picture is cropped, turned and resized.
	Move func(a Args, w, h int) frame.Geometry
	// Tone fills what each luma value of 0–255 becomes.
	Tone func(a Args, table *[256]byte)
	// Planes works on the Y'CbCr planes, in place or by f.Become.
	Planes func(a Args, f *frame.Frame)
	// NRGBA works on opaque pixels and gives the picture that takes their place.
	NRGBA func(a Args, img *image.NRGBA) *image.NRGBA
}

var registry = map[string]*Filter{}

// register is called by each operation's file; its result only gives the call a
// place at package level.
func register(f Filter) *Filter {
	if f.Params == nil {
		f.Params = []Param{} // [] in JSON, not null
	}
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
