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
)

// TestAFilterIsItsDeclaration adds an operation to one registry; another does not know it.
func TestAFilterIsItsDeclaration(t *testing.T) {
	r := with(t, filter.Filter{
		Spec: filter.Spec{Name: "demonstration", Group: "tone", Doc: "Adds.", Params: []filter.Param{
			{Name: "light", Doc: "How much", Type: filter.Int, Min: 0, Max: 9, Default: 3}}},
		Work: filter.Planes(func(a filter.Args, f *frame.Frame) { f.Planes()[0].Pix[0] += byte(a.Int("light")) }),
	})
	if !slices.ContainsFunc(r.Specs(), func(s filter.Spec) bool { return s.Name == "demonstration" }) {
		t.Error("it is not in Specs")
	}
	if f := filtertest.Apply(t, r, "demonstration,demonstration:light=4", filtertest.Grey([]byte{1})); f.Planes()[0].Pix[0] != 8 {
		t.Errorf("1 became %d", f.Planes()[0].Pix[0])
	}
	if _, err := r.Parse("demonstration:10"); err == nil || !strings.Contains(err.Error(), "from 0 to 9") {
		t.Errorf("10: %v", err)
	}
	text, _ := json.Marshal(r.Specs())
	if !bytes.Contains(text, []byte(`{"name":"demonstration","group":"tone","doc":"Adds.","params":[{"name":"light"`)) {
		t.Errorf("JSON is %s", text)
	}
	if _, err := registry.Parse("demonstration"); err == nil {
		t.Error("another registry has it too")
	}
}

func TestAddRefuses(t *testing.T) {
	work := filter.Planes(func(filter.Args, *frame.Frame) {})
	good := filter.Spec{Name: "wrong", Group: "tone", Doc: "."}
	param := func(p filter.Param) filter.Filter {
		s := good
		s.Params = []filter.Param{p}
		return filter.Filter{Spec: s, Work: work}
	}
	for _, test := range []struct {
		f    filter.Filter
		want string // that the error names
	}{
		{filter.Filter{Spec: filter.Spec{Group: "tone", Doc: "."}, Work: work}, "needs a name"},
		{filter.Filter{Spec: filter.Spec{Name: "wrong", Group: "nosuch", Doc: "."}, Work: work}, "geometry"},
		{filter.Filter{Spec: good}, "has no work"},
		{filter.Filter{Spec: filter.Spec{Name: "mirror", Group: "tone", Doc: "."}, Work: work}, "twice"},
		{param(filter.Param{Name: "a", Doc: ".", Max: 1}), "a"},
		{param(filter.Param{Name: "a", Type: filter.Int, Max: 1}), "documentation"},
		{param(filter.Param{Name: "a", Doc: ".", Type: filter.Int, Max: 1, Default: 2}), "from 0 to 1"},
		{param(filter.Param{Name: "a", Doc: ".", Type: filter.Choice}), "no choices"},
		{param(filter.Param{Name: "a", Doc: ".", Type: filter.Colour, Default: "nosuch"}), "CSS colour"},
		{param(filter.Param{Name: "a", Doc: ".", Type: filter.Colour, Default: []int{1}}), "no number, bool or string"},
	} {
		r := ops.Registry()
		if err := r.Add(test.f); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v; want an error with %q", test.f.Spec, err, test.want)
		}
		if got, want := len(r.Specs()), len(registry.Specs()); got != want {
			t.Errorf("%+v is refused, and there are %d operations instead of %d", test.f.Spec, got, want)
		}
	}
}
