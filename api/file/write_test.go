package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file appears as a whole under its name, or not at all; nothing else is left.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "some")
	if err := Write(name, []byte("one"), 0o600, os.Link); err != nil {
		t.Fatal(err)
	}
	if err := Write(name, []byte("two"), 0o600, os.Link); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second link: %v", err)
	}
	refused := errors.New("refused")
	if err := Write(name, []byte("two"), 0o600, func(string, string) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("no place: %v", err)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != "one" {
		t.Errorf("there is %q, %v", got, err)
	}
	if err := Write(name, []byte("three"), 0o600, os.Rename); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != "three" {
		t.Errorf("there is %q, %v", got, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v, %v", entries, err)
	}
	if err := Write(filepath.Join(dir, "none", "some"), nil, 0o600, os.Rename); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}
