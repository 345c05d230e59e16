package filter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"
)

func TestEveryDeclaration(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, spec := range Specs() {
		if !name.MatchString(spec.Name) || strings.Contains(spec.Doc, "\n") {
			t.Errorf("%s: a name is lower-case letters, a doc is one line", spec.Name)
		}
		var seen []string
		for _, p := range spec.Params {
			if !name.MatchString(p.Name) || slices.Contains(seen, p.Name) || strings.Contains(p.Doc, "\n") {
				t.Errorf("%s: parameter %q: wrong or taken name, or a doc of two lines", spec.Name, p.Name)
			}
			seen = append(seen, p.Name)
			if p.Type.ranged() && (p.Min >= p.Max || p.Step <= 0 || p.Step > p.Max-p.Min) {
				t.Errorf("%s: parameter %s goes from %v to %v by %v", spec.Name, p.Name, p.Min, p.Max, p.Step)
			}
		}
	}
}

// TestEveryDefaultIsAnArgument takes the defaults as the world sees them, in JSON, and
// gives them back as arguments.
func TestEveryDefaultIsAnArgument(t *testing.T) {
	text, err := json.Marshal(Specs())
	if err != nil {
		t.Fatal(err)
	}
	var specs []struct {
		Name   string
		Params []struct {
			Name    string
			Default any
		}
	}
	if err := json.Unmarshal(text, &specs); err != nil {
		t.Fatal(err)
	}
	for _, spec := range specs {
		call := wire.Call{Name: spec.Name}
		for _, p := range spec.Params {
			call.Args = append(call.Args, wire.Arg{Key: p.Name, Value: fmt.Sprint(p.Default)})
		}
		chain := wire.FormatChain([]wire.Call{call})
		given, err := Parse(chain)
		if err != nil {
			t.Errorf("%s: %v", chain, err)
			continue
		}
		bare, err := Parse(spec.Name)
		if err != nil {
			t.Errorf("%s: %v", spec.Name, err)
			continue
		}
		if !slices.Equal(given.steps[0].args.values, bare.steps[0].args.values) {
			t.Errorf("%s has other arguments than %s", chain, spec.Name)
		}
	}
}

// TestAFilterIsItsDeclaration adds an operation as a file of its own would.
func TestAFilterIsItsDeclaration(t *testing.T) {
	register(Filter{
		Spec: Spec{Name: "demonstration", Group: "tone", Doc: "Adds.", Params: []Param{
			{Name: "light", Doc: "How much", Type: Int, Min: 0, Max: 9, Default: 3}}},
		Work: Planes(func(a Args, f *frame.Frame) { f.Planes()[0].Pix[0] += byte(a.Int("light")) }),
	})
	t.Cleanup(func() { delete(registry, "demonstration") })

	if !slices.ContainsFunc(Specs(), func(s Spec) bool { return s.Name == "demonstration" }) {
		t.Error("it is not in Specs")
	}
	if f := apply(t, "demonstration,demonstration:light=4", grey([]byte{1})); f.Planes()[0].Pix[0] != 8 {
		t.Errorf("1 became %d", f.Planes()[0].Pix[0])
	}
	if _, err := Parse("demonstration:10"); err == nil || !strings.Contains(err.Error(), "from 0 to 9") {
		t.Errorf("10 gives %v", err)
	}
	text, _ := json.Marshal(Specs())
	if !bytes.Contains(text, []byte(`{"name":"demonstration","group":"tone","doc":"Adds.","params":[{"name":"light"`)) {
		t.Errorf("JSON is %s", text)
	}
}

func TestWrongDeclarationsPanic(t *testing.T) {
	work := Planes(func(Args, *frame.Frame) {})
	good := Spec{Name: "wrong", Group: "tone", Doc: "."}
	param := func(p Param) Filter { s := good; s.Params = []Param{p}; return Filter{Spec: s, Work: work} }
	for name, f := range map[string]Filter{
		"no name":       {Spec: Spec{Group: "tone", Doc: "."}, Work: work},
		"no group":      {Spec: Spec{Name: "wrong", Group: "nosuch", Doc: "."}, Work: work},
		"no work":       {Spec: good},
		"taken":         {Spec: Spec{Name: "mirror", Group: "tone", Doc: "."}, Work: work},
		"no type":       param(Param{Name: "a", Doc: ".", Max: 1}),
		"no doc":        param(Param{Name: "a", Type: Int, Max: 1}),
		"out of range":  param(Param{Name: "a", Doc: ".", Type: Int, Max: 1, Default: 2}),
		"no choices":    param(Param{Name: "a", Doc: ".", Type: Choice}),
		"not a colour":  param(Param{Name: "a", Doc: ".", Type: Colour, Default: "nosuch"}),
		"not a default": param(Param{Name: "a", Doc: ".", Type: Colour, Default: []int{1}}),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
					delete(registry, f.Name)
				}
			}()
			register(f)
		}()
	}
}
