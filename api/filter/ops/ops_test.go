package ops

import (
	"testing"

	"framepost/api/filter"
	_ "framepost/api/filter/embedded"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/lut"
	"framepost/api/filter/overlay"
	"framepost/api/frame"
)

// registry has all operations that a pipeline can have.
var registry = func() *filter.Registry {
	r := Registry()
	pictures, err := overlay.Load("../overlay/testdata")
	if err != nil {
		panic(err)
	}
	if err := r.Add(pictures.Operation()); err != nil {
		panic(err)
	}
	tables, err := lut.Load("../lut/testdata")
	if err != nil {
		panic(err)
	}
	if err := r.Add(tables.Operation()); err != nil {
		panic(err)
	}
	return r
}()

// apply runs a chain on f and returns f.
func apply(t testing.TB, chain string, f *frame.Frame) *frame.Frame {
	t.Helper()
	return filtertest.Apply(t, registry, chain, f)
}
