//go:build unix

package file

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("some"), []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("some", at("link")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(at("pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		most int64
		want string // in the error; "" for none
	}{
		{"some", 5, ""}, {"link", 5, ""}, {"some", 4, "it has 5 bytes; at most 4"},
		{"pipe", 5, "this is no file"}, {"", 5, "this is no file"}, {"none", 5, "no such file"},
	} {
		content, err := Read(at(test.name), test.most)
		if test.want == "" && (err != nil || string(content) != "12345") {
			t.Errorf("%s: %q, %v", test.name, content, err)
		}
		if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), dir)) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}
