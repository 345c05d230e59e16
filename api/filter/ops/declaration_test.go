package ops

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryDeclaration(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, spec := range registry.Specs() {
		if !name.MatchString(spec.Name) || strings.Contains(spec.Doc, "\n") {
			t.Errorf("%s: a name is lower-case letters, a doc is one line", spec.Name)
		}
		var seen []string
		for _, p := range spec.Params {
			if !name.MatchString(p.Name) || slices.Contains(seen, p.Name) || strings.Contains(p.Doc, "\n") {
				t.Errorf("%s: parameter %q: wrong or taken name, or a doc of two lines", spec.Name, p.Name)
			}
			seen = append(seen, p.Name)
			if p.Type.Ranged() && (p.Min >= p.Max || p.Step <= 0 || p.Step > p.Max-p.Min) {
				t.Errorf("%s: parameter %s goes from %v to %v by %v", spec.Name, p.Name, p.Min, p.Max, p.Step)
			}
		}
	}
}
