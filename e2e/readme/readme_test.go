package readme

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "README.md")
	const page = "before\n<!-- a -->\nold\n<!-- /a -->\nafter\n<!-- b -->\n"
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, "a", "new\n"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if want := "before\n<!-- a -->\nnew\n<!-- /a -->\nafter\n<!-- b -->\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for _, name := range []string{"b", "c"} {
		if Replace(path, name, "x") == nil {
			t.Errorf("there is no section %s, and no error", name)
		}
	}
	if Replace(path+".none", "a", "x") == nil {
		t.Error("a missing file is no error")
	}
}
