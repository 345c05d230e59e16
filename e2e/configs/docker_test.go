package configs

import (
	"bytes"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// dockerfile parses the file as BuildKit does, and checks that the image runs without root.
func dockerfile(t *testing.T, file string) {
	parsed, err := parser.Parse(bytes.NewReader(read(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, warning := range parsed.Warnings {
		t.Error(warning.Short)
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	user := ""
	for _, command := range stages[len(stages)-1].Commands {
		switch c := command.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.EnvCommand:
			variables := map[string]string{}
			for _, pair := range c.Env {
				variables[pair.Key] = pair.Value
			}
			accepted(t, variables)
		}
	}
	if user == "" || user == "root" || user[0] == '0' {
		t.Errorf("the image runs as %q", user)
	}
}
