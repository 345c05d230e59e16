package filter_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
)

// TestAFilterIsItsDeclaration adds an operation to one registry and not to another.
func TestAFilterIsItsDeclaration(t *testing.T) {
	r := with(t, filter.Filter{
		Op: wire.Op{Name: "demonstration", Group: "tone", Doc: "Adds.", Params: []wire.Param{
			{Name: "light", Doc: "How much", Type: wire.Int, Range: &wire.Range{Min: 0, Max: 9}, Default: 3}}},
		Work: filter.Planes(func(a filter.Args, f *frame.Frame) { f.Planes()[0].Pix[0] += byte(a.Int("light")) }),
	})
	if !slices.ContainsFunc(r.Ops(), func(s wire.Op) bool { return s.Name == "demonstration" }) {
		t.Error("it is not in Ops")
	}
	if f := filtertest.Apply(t, r, "demonstration,demonstration:light=4", filtertest.Grey([]byte{1})); f.Planes()[0].Pix[0] != 8 {
		t.Errorf("1 became %d", f.Planes()[0].Pix[0])
	}
	if _, err := r.Parse("demonstration:10"); err == nil || !strings.Contains(err.Error(), "from 0 to 9") {
		t.Errorf("10: %v", err)
	}
	text, _ := json.Marshal(r.Ops())
	if !bytes.Contains(text, []byte(`{"name":"demonstration","group":"tone","doc":"Adds.","params":[{"name":"light"`)) {
		t.Errorf("JSON is %s", text)
	}
	if _, err := registry.Parse("demonstration"); err == nil {
		t.Error("another registry has it too")
	}
}

func TestAddRefuses(t *testing.T) {
	work := filter.Planes(func(filter.Args, *frame.Frame) {})
	good := wire.Op{Name: "wrong", Group: "tone", Doc: "."}
	param := func(p wire.Param) filter.Filter {
		s := good
		s.Params = []wire.Param{p}
		return filter.Filter{Op: s, Work: work}
	}
	for _, test := range []struct {
		f    filter.Filter
		want string // that the error names
	}{
		{filter.Filter{Op: wire.Op{Group: "tone", Doc: "."}, Work: work}, "another name"},
		{filter.Filter{Op: wire.Op{Name: "Wrong", Group: "tone", Doc: "."}, Work: work}, "another name"},
		{filter.Filter{Op: wire.Op{Name: "wrong", Group: "tone", Doc: "a\nb"}, Work: work}, "one line"},
		{filter.Filter{Op: wire.Op{Name: "wrong", Group: "nosuch", Doc: "."}, Work: work}, "geometry"},
		{filter.Filter{Op: good}, "has no work"},
		{filter.Filter{Op: wire.Op{Name: "mirror", Group: "tone", Doc: "."}, Work: work}, "another name"},
		{param(wire.Param{Doc: ".", Type: wire.Bool}), "another name"},
		{param(wire.Param{Name: "a", Type: wire.Bool}), "one line"},
		{param(wire.Param{Name: "a", Doc: "."}), "int, float, length, choice, bool, colour, text"},
		{param(wire.Param{Name: "a", Doc: ".", Type: "number", Range: &wire.Range{Max: 1}}), "types int"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Int}), "needs a range"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Int, Range: &wire.Range{Min: 2, Max: 1}}), "needs a range"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Int, Range: &wire.Range{Max: 1, Step: 2}}), "needs a range"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Int, Range: &wire.Range{Max: 1}, Default: 2}), "from 0 to 1"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Length, Range: &wire.Range{Max: 1}}), "by default"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Choice}), "needs choices"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Choice, Choices: []string{"b"}, Default: "c"}), "one of b"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Colour, Default: "nosuch"}), "CSS colour"},
		{param(wire.Param{Name: "a", Doc: ".", Type: wire.Text, Range: &wire.Range{Max: 9}, Default: []int{1}}), "a number, true, false or a text"},
		{filter.Filter{Op: wire.Op{Name: "wrong", Group: "tone", Doc: ".", Params: []wire.Param{
			{Name: "a", Doc: ".", Type: wire.Bool}, {Name: "a", Doc: ".", Type: wire.Bool}}}, Work: work}, "two parameters"},
	} {
		r := ops.Registry()
		if err := r.Add(test.f); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v; want an error with %q", test.f.Op, err, test.want)
		}
		if got, want := len(r.Ops()), len(registry.Ops()); got != want {
			t.Errorf("%+v is refused, and there are %d operations instead of %d", test.f.Op, got, want)
		}
	}
}
