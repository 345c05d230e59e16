package debian

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindTakesTheFirstThatIsThere(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"second", "third"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	path, err := Find("unneeded", "first", "second", "third")
	if want := filepath.Join(dir, "second"); path != want || err != nil {
		t.Errorf("%q, %v; want %q", path, err, want)
	}
}

func TestWhatIsMissingIsSaidInOneLine(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // so that there is no apt-get either
	_, err := Find("chromium", "chromium", "google-chrome")
	if err == nil {
		t.Fatal("it was found")
	}
	text := err.Error()
	if strings.Contains(text, "\n") || !strings.Contains(text, "google-chrome") || !strings.Contains(text, "package chromium") {
		t.Errorf("%q", text)
	}
}
