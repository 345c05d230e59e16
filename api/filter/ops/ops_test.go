package ops

import (
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// registry is what the tests of this package look operations up in.
var registry = Registry()

// apply runs a chain over f and returns f.
func apply(t testing.TB, chain string, f *frame.Frame) *frame.Frame {
	t.Helper()
	return filtertest.Apply(t, registry, chain, f)
}
